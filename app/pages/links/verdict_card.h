// SPDX-License-Identifier: GPL-3.0-or-later
// The verdict on one link: a mark, one sentence, and what it rests on. GUI thread.
#pragma once

#include "pages/links/links_presenter.h"

#include <QWidget>

class QLabel;

namespace causeway::app::pages {

class VerdictCard final : public QWidget {
    Q_OBJECT
public:
    explicit VerdictCard(QWidget* parent = nullptr);
    void setVerdict(const LinksPresenter::Verdict& verdict);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    theme::Status m_status = theme::Status::Unknown;
    QLabel* m_sentence;
    QLabel* m_evidence;
};

} // namespace causeway::app::pages
