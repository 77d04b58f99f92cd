// SPDX-License-Identifier: GPL-3.0-or-later
// A tinted strip over a page that still shows data: what is wrong with part of it, and since when.
// Hides itself when there is nothing to say. GUI thread.
#pragma once

#include "theme/status.h"

#include <QWidget>

namespace causeway::app::widgets {

class Notice final : public QWidget {
    Q_OBJECT
public:
    explicit Notice(QWidget* parent = nullptr);
    void setNotice(theme::Status status, const QString& text); // empty: hidden
    [[nodiscard]] const QString& text() const { return m_text; }
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    theme::Status m_status = theme::Status::Unknown;
    QString m_text;
};

} // namespace causeway::app::widgets
