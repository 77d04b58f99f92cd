// SPDX-License-Identifier: GPL-3.0-or-later
// The verdict on one link: a mark, one sentence, how sure it is; below it why, what is cleared, and
// what to do next. GUI thread.
#pragma once

#include "pages/links/link_verdict.h"

#include <QWidget>

class QLabel;

namespace causeway::app::pages {

class VerdictCard final : public QWidget {
    Q_OBJECT
public:
    explicit VerdictCard(QWidget* parent = nullptr);
    void setVerdict(const LinkVerdict& verdict);
    void retranslate();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Part {
        QWidget* box = nullptr;
        QLabel* title = nullptr;
        QLabel* text = nullptr;
    };
    [[nodiscard]] Part makePart();
    static void fill(const Part& part, const QString& text);

    theme::Status m_status = theme::Status::Unknown;
    QLabel* m_sentence;
    QLabel* m_evidence;
    QLabel* m_impact;
    Part m_why;
    Part m_cleared;
    Part m_next;
};

} // namespace causeway::app::pages
