// SPDX-License-Identifier: GPL-3.0-or-later
// A panel of single facts under a title, a line each: how it stands, what, and the figure or words
// to it at the right. Lines that lead somewhere can be pointed at and walked over. GUI thread.
#pragma once

#include "widgets/items_widget.h"
#include "widgets/painting.h"

namespace causeway::app::widgets {

struct FactListContent {
    struct Line {
        theme::Status status = theme::Status::Ok;
        QString what;
        Figure figure; // right-aligned; words go into its value
        QString id;    // where a click leads; empty: nowhere
        bool operator==(const Line&) const = default;
    };
    QString title;
    std::vector<Line> lines;
    QString nothing; // said when there is none
    bool operator==(const FactListContent&) const = default;
};

class FactList final : public ItemsWidget {
    Q_OBJECT
public:
    explicit FactList(QWidget* parent = nullptr);
    void setContent(const FactListContent& content);
    [[nodiscard]] const FactListContent& content() const { return m_content; }
    [[nodiscard]] std::vector<Item> items() const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    [[nodiscard]] std::vector<Item> places() const override;
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] QRectF lineRect(std::size_t line) const;
    void paintLine(QPainter& painter, const QRectF& rect, const FactListContent::Line& line) const;

    FactListContent m_content;
};

} // namespace causeway::app::widgets
