// SPDX-License-Identifier: GPL-3.0-or-later
// One figure of a page's head: 22-point number, caption below, sparkline beside. A button: it opens
// the page behind the number. GUI thread; formats nothing itself.
#pragma once

#include "widgets/painting.h"

#include <QAbstractButton>
#include <QList>

namespace causeway::app::widgets {

class FigureTile final : public QAbstractButton {
    Q_OBJECT
public:
    struct Content {
        Figure figure;
        QString caption;
        QList<double> history;
        theme::Status status = theme::Status::Ok; // colours the number only when it is not fine
    };

    explicit FigureTile(QWidget* parent = nullptr);
    void setContent(const Content& content);
    [[nodiscard]] const Content& content() const { return m_content; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Content m_content;
};

} // namespace causeway::app::widgets
