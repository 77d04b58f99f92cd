// SPDX-License-Identifier: GPL-3.0-or-later
// Puts one look on the whole application: style, palette, fonts and style sheet, all from the token
// table. Owned by main(); GUI thread; never knows a page. Widgets see a change as PaletteChange.
#pragma once

#include "theme/tokens.h"
#include "theme/type_scale.h"

#include <QObject>

namespace causeway::app::theme {

enum class Mode { FollowSystem, Light, Dark };

class Theme : public QObject {
    Q_OBJECT
public:
    explicit Theme(QObject* parent = nullptr);
    void apply(Mode mode, const TypeSettings& type = {});
    [[nodiscard]] Mode mode() const { return m_mode; }
    [[nodiscard]] Scheme scheme() const;

private:
    Mode m_mode = Mode::FollowSystem;
    // What the system's palette was before ours covered it: the only hint Qt 6.4 gives.
    Scheme m_system;
};

} // namespace causeway::app::theme
