// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/look.h"

namespace causeway::app::theme {

namespace {
thread_local const Look* pinned = nullptr;
} // namespace

Look Look::current() {
    return {Tokens::current().scheme(), typeSettings()};
}

LookScope::LookScope(const Look& look) {
    pinned = &look;
}

LookScope::~LookScope() {
    pinned = nullptr;
}

const Look* pinnedLook() {
    return pinned;
}

} // namespace causeway::app::theme
