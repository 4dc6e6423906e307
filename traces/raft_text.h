// A behaviour of the election model as a table: a row a step, a column a server.
#pragma once

#include <string>

#include "explorer/shortest_path.h"
#include "model/raft/readable_model.h"

namespace scrutineer::raft {

/// The table, at most `columns` wide where that is possible. A row shows the action, and of the
/// servers only what it changed; below it the messages in flight, those just sent with a "+", and
/// leaders elected and links failed. Ends with a newline.
[[nodiscard]] std::string trace_table(const Path<ReadableModel>& path, const Settings& settings,
                                      std::size_t columns = 100);

}  // namespace scrutineer::raft
