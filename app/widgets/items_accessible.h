// SPDX-License-Identifier: GPL-3.0-or-later
// Lets assistive technology see the parts of every ItemsWidget as list items with name, description
// and place. Qt owns the interfaces it makes. GUI thread.
#pragma once

namespace causeway::app::widgets {

// Registers the factory with Qt, once; cheap to call again.
void installItemsAccessible();

} // namespace causeway::app::widgets
