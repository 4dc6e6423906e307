#include "traces/formats/format_list.h"

namespace scrutineer {

// The trace file is written where the protocol is known; a story carries it along.
std::string render_json(const Story& story, const RenderOptions& /*options*/) {
  return story.document;
}

}  // namespace scrutineer
