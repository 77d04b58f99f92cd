// SPDX-License-Identifier: GPL-3.0-or-later
// One line of text that gives way: elided at the right where there is no room for it, whole in its
// tooltip and for a screen reader. GUI thread.
#pragma once

#include <QLabel>

namespace causeway::app::widgets {

class ElidedLabel final : public QLabel {
    Q_OBJECT
public:
    explicit ElidedLabel(QWidget* parent = nullptr);
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace causeway::app::widgets
