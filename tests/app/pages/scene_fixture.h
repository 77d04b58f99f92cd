// SPDX-License-Identifier: GPL-3.0-or-later
// A store filled from a recorded scene, standing still at the scene's end: what pages are tested
// on.
#pragma once

#include "pages/common/context.h"

namespace causeway::app::pages {

class SceneFixture {
public:
    // The name of a file in tests/data/scenes, without ".json".
    explicit SceneFixture(const QString& scene);

    [[nodiscard]] Context context();
    [[nodiscard]] domain::Instant end() const { return m_end; }

    store::Store store;
    viewstate::ViewState view;

private:
    domain::Instant m_end{};
};

} // namespace causeway::app::pages
