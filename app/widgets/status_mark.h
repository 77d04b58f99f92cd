// SPDX-License-Identifier: GPL-3.0-or-later
// A status mark with its words beside it, in the state's text colour. GUI thread.
#pragma once

#include "theme/status.h"

#include <QWidget>

namespace causeway::app::widgets {

class StatusMark final : public QWidget {
    Q_OBJECT
public:
    explicit StatusMark(QWidget* parent = nullptr);
    void setStatus(theme::Status status, const QString& text);
    // The words in the ordinary text colour: the mark alone tells the state.
    void setQuiet(bool quiet) { m_quiet = quiet; }
    [[nodiscard]] theme::Status status() const { return m_status; }
    [[nodiscard]] QString text() const { return m_text; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    theme::Status m_status = theme::Status::Unknown;
    QString m_text;
    bool m_quiet = false;
};

} // namespace causeway::app::widgets
