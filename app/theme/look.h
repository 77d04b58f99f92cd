// SPDX-License-Identifier: GPL-3.0-or-later
// Scheme and type as a value, for painting on a thread that may not ask the application: taken on
// the GUI thread, pinned to the worker while it paints. Tokens, fonts and icons obey the pin.
#pragma once

#include "theme/tokens.h"
#include "theme/type_scale.h"

namespace causeway::app::theme {

struct Look {
    Scheme scheme = Scheme::Light;
    TypeSettings type;
    [[nodiscard]] static Look current(); // GUI thread
};

// Pins a look to this thread for as long as it lives.
class LookScope {
public:
    explicit LookScope(const Look& look);
    ~LookScope();
    LookScope(const LookScope&) = delete;
    LookScope& operator=(const LookScope&) = delete;
};

// Of this thread; null: none, so the application is asked.
[[nodiscard]] const Look* pinnedLook();

} // namespace causeway::app::theme
