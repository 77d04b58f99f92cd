// SPDX-License-Identifier: Apache-2.0
// Who may include whom.
#pragma once

#include "architecture/source_tree.h"

namespace causeway::architecture {

// Includes that cross a border the table does not open.
[[nodiscard]] Findings checkBorders(const std::vector<SourceFile>& files);
// Generated protobuf headers anywhere but where messages are turned into plain values.
[[nodiscard]] Findings checkProtobuf(const std::vector<SourceFile>& files);
// Qt in mesh-core.
[[nodiscard]] Findings checkNoQt(const std::vector<SourceFile>& files);
// The plotting library behind anything but its one wrapper.
[[nodiscard]] Findings checkPlotLibrary(const std::vector<SourceFile>& files);

} // namespace causeway::architecture
