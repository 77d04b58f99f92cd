// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/status_line.h"

#include "theme/type_scale.h"
#include "widgets/status_mark.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QStyle>

namespace causeway::app::shell {

using theme::Token;
using namespace Qt::StringLiterals;

namespace {
constexpr int kHeight = 24;
constexpr auto kCluster = "cluster";
} // namespace

StatusLine::StatusLine(QWidget* parent)
    : QWidget(parent), m_sources(new QHBoxLayout), m_findings(new QLabel(this)),
      m_role(new QLabel(this)) {
    setFixedHeight(theme::scaled(kHeight));
    setFont(theme::font(theme::TextSize::Caption));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 0, 16, 0);
    row->setSpacing(20);
    m_sources->setSpacing(20);
    row->addLayout(m_sources, 1);
    for (QLabel* label : {m_findings, m_role}) {
        label->setFont(font());
        row->addWidget(label);
    }
    m_findings->setCursor(Qt::PointingHandCursor);
    m_findings->installEventFilter(this);
    m_role->setProperty("tone", "muted");
}

void StatusLine::setSources(const std::vector<Source>& sources) {
    if (sources == m_shown)
        return;
    m_shown = sources;
    while (m_sources->count() > int(sources.size())) {
        QLayoutItem* item = m_sources->takeAt(int(sources.size()));
        delete item->widget();
        delete item;
    }
    while (m_sources->count() < int(sources.size())) {
        auto* mark = new widgets::StatusMark(this);
        mark->setFont(font());
        mark->setCursor(Qt::PointingHandCursor);
        mark->installEventFilter(this);
        m_sources->addWidget(mark);
    }
    for (int i = 0; i < int(sources.size()); ++i) {
        const Source& source = sources[std::size_t(i)];
        auto* mark = static_cast<widgets::StatusMark*>(m_sources->itemAt(i)->widget());
        mark->setStatus(source.status, u"%1  %2"_s.arg(source.cluster, source.brief));
        mark->setToolTip(u"%1: %2"_s.arg(source.cluster, source.full));
        mark->setProperty(kCluster, source.cluster);
    }
    // Names stay at the left; what is left over is nobody's.
    m_sources->setAlignment(Qt::AlignLeft);
}

void StatusLine::setFindings(int count, bool failing) {
    m_findings->setText(count == 0 ? tr("no findings") : tr("%n finding(s)", nullptr, count));
    const QString tone = count == 0 ? u"muted"_s : failing ? u"failing"_s : u"degraded"_s;
    if (m_findings->property("tone").toString() == tone)
        return;
    m_findings->setProperty("tone", tone);
    m_findings->style()->polish(m_findings);
}

void StatusLine::setRole(const QString& role) {
    m_role->setText(role.isEmpty() ? QString() : tr("role: %1").arg(role));
}

bool StatusLine::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::MouseButtonRelease)
        return QWidget::eventFilter(watched, event);
    if (watched == m_findings)
        Q_EMIT findingsClicked();
    else
        Q_EMIT sourceClicked(watched->property(kCluster).toString());
    return true;
}

void StatusLine::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const theme::Tokens tokens = theme::Tokens::current();
    painter.fillRect(rect(), tokens[Token::Window]);
    painter.fillRect(QRectF(0, 0, width(), 1), tokens[Token::Divider]);
}

} // namespace causeway::app::shell
