// SPDX-License-Identifier: GPL-3.0-or-later
// Tells on stdout how long it took from the start of the process until the window was painted for
// the first time: the one figure of how fast the console opens. Owned by the Console; GUI thread.
#pragma once

#include <QObject>

class QWidget;

namespace causeway::app::shell {

class FirstPaint final : public QObject {
    Q_OBJECT
public:
    // `window` outlives this and is not shown yet.
    explicit FirstPaint(QWidget& window);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
};

} // namespace causeway::app::shell
