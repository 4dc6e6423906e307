// The style sheets and the script of the reports. They are files of their own kind in `report/`;
// the build writes them into a source, so that the program needs no file beside it.
#pragma once

#include <string_view>

namespace scrutineer {

[[nodiscard]] std::string_view diagram_style();  // report/diagram.css
[[nodiscard]] std::string_view report_style();   // report/report.css
[[nodiscard]] std::string_view report_script();  // report/report.js

}  // namespace scrutineer
