// SPDX-License-Identifier: GPL-3.0-or-later
// Steps that follow each other as bars on one scale of milliseconds: what a connection costs
// before its first answer, beside an answer on one that is open. GUI thread.
#pragma once

#include "theme/tokens.h"
#include "widgets/items_widget.h"
#include "widgets/painting.h"

namespace causeway::app::widgets {

struct WaterfallContent {
    struct Bar {
        QString what;
        double beginMs = 0;
        double lengthMs = 0;
        theme::Token color = theme::Token::Series1;
        bool operator==(const Bar&) const = default;
    };
    QString title;
    std::vector<Bar> bars; // from above
    QString nothing;       // said when there is none
    bool operator==(const WaterfallContent&) const = default;
};

class Waterfall final : public ItemsWidget {
    Q_OBJECT
public:
    explicit Waterfall(QWidget* parent = nullptr);
    void setContent(const WaterfallContent& content);
    [[nodiscard]] std::vector<Item> items() const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    [[nodiscard]] std::vector<Item> places() const override { return {}; }
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] QRectF barRect(std::size_t bar) const; // its whole line
    [[nodiscard]] double endMs() const;

    WaterfallContent m_content;
};

} // namespace causeway::app::widgets
