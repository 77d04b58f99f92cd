// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/links/links_page.h"

#include "pages/links/link_detail.h"
#include "pages/links/measure_dialog.h"
#include "pages/links/verdict_card.h"
#include "theme/icons.h"
#include "widgets/fact_list.h"
#include "widgets/matrix_view.h"
#include "widgets/segmented.h"
#include "widgets/waterfall.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QMessageBox>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>

namespace causeway::app::pages {

using namespace Qt::StringLiterals;

namespace {
constexpr int kPlotHeight = 200;
} // namespace

LinksPage::LinksPage(const Context& context, QWidget* parent)
    : Page(context, parent), m_presenter(context),
      m_timed(new widgets::Segmented({}, {{}, {}, {}, {}}, this)),
      m_quantile(new widgets::Segmented({}, {{}, {}, {}}, this)),
      m_show(new widgets::Segmented({}, {{}, {}}, this)), m_matrix(new widgets::MatrixView(this)),
      m_verdict(new VerdictCard(this)), m_legs(new widgets::TimeSeriesPlot(this)),
      m_latency(new widgets::TimeSeriesPlot(this)), m_setUp(new widgets::Waterfall(this)),
      m_ends(new widgets::FactList(this)), m_neighbours(new widgets::FactList(this)),
      m_leave(new QPushButton(this)), m_open(new QToolButton(this)) {
    m_quantile->setCurrent(LinkMatrix::P95);
    m_leave->hide(); // else it would take the focus and the room before there is a file
    tools()->addWidget(m_timed);
    tools()->addWidget(m_show);
    tools()->addWidget(m_quantile);
    tools()->addWidget(m_leave);
    tools()->addWidget(m_open);

    auto* inside = new QWidget;
    auto* column = new QVBoxLayout(inside);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(m_matrix);
    column->addWidget(m_verdict);
    auto* plots = new QHBoxLayout;
    plots->setSpacing(8);
    for (widgets::TimeSeriesPlot* plot : {m_legs, m_latency}) {
        plot->setMinimumHeight(kPlotHeight);
        plots->addWidget(plot, plot == m_legs ? 3 : 2);
    }
    column->addLayout(plots, 1);
    auto* detail = new QHBoxLayout;
    detail->setSpacing(8);
    detail->addWidget(m_setUp, 1);
    detail->addWidget(m_ends, 1);
    detail->addWidget(m_neighbours, 1);
    column->addLayout(detail);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setWidget(inside);
    body()->addWidget(scroll);
    connectParts();
    retranslate();
}

void LinksPage::connectParts() {
    connect(m_open, &QToolButton::clicked, this, &LinksPage::openFile);
    connect(m_leave, &QPushButton::clicked, this, [this] {
        m_file.reset();
        refreshSoon();
    });
    connect(m_timed, &widgets::Segmented::chosen, this, [this](int timed) {
        m_presenter.matrix().setTimed(timed);
        retranslate();
        refreshSoon();
    });
    connect(m_quantile, &widgets::Segmented::chosen, this, [this](int quantile) {
        m_presenter.matrix().setQuantile(quantile);
        refreshSoon();
    });
    connect(m_show, &widgets::Segmented::chosen, this, [this](int show) {
        m_presenter.matrix().setShow(show);
        refreshSoon();
    });
    connect(m_matrix, &widgets::MatrixView::cellSelected, this,
            [this](const QString& id) { m_presenter.select(id); });
    connect(m_matrix, &widgets::MatrixView::cellOpened, this,
            [this](const QString& id) { m_presenter.open(id); });
    connect(m_matrix, &widgets::MatrixView::measureRequested, this, [this](const QString& id) {
        const domain::Selection selection = domain::Selection::parse(id);
        if (const auto* link = selection.as<domain::LinkRef>())
            MeasureDialog(this->context(), *link, this).exec();
    });
    for (const widgets::FactList* list : {m_ends, m_neighbours})
        connect(list, &widgets::FactList::itemSelected, this, [this](const QString& id) {
            if (!id.isEmpty())
                m_presenter.select(id);
        });
    for (widgets::TimeSeriesPlot* plot : {m_legs, m_latency}) {
        connect(plot, &widgets::TimeSeriesPlot::cursorMoved, this, [this](qint64 at) {
            m_legs->setCursorTime(at);
            m_latency->setCursorTime(at);
        });
        connect(plot, &widgets::TimeSeriesPlot::cursorLeft, this, [this] {
            m_legs->setCursorTime(std::nullopt);
            m_latency->setCursorTime(std::nullopt);
        });
    }
}

// Nothing else asks for a file here, so the dialog may block.
void LinksPage::openFile() {
    const QString file = QFileDialog::getOpenFileName(
        this, tr("Open latencies that somebody wrote down"), {},
        tr("Latencies (*.csv);;All files (*)"));
    if (file.isEmpty())
        return;
    auto matrix = WrittenMatrix::read(file);
    if (!matrix) {
        QMessageBox box(QMessageBox::Warning, tr("These are no latencies"),
                        QString::fromStdString(matrix.error().describe()), QMessageBox::Ok, this);
        box.setTextFormat(Qt::PlainText); // it quotes the file
        box.exec();
        return;
    }
    m_file = std::move(*matrix);
    refreshSoon();
}

std::optional<QString> LinksPage::foreignContent() const {
    if (m_file)
        return tr("%1: what somebody wrote down, not what the fleet measures").arg(m_file->name());
    if (!isFleetOpen())
        return tr("An example: seven latencies from a talk. Ctrl+O opens a fleet, the button above "
                  "a file of your own.");
    return std::nullopt;
}

void LinksPage::retranslate() {
    m_open->setIcon(theme::icon(u"table"_s));
    m_open->setToolTip(tr("Open latencies from a file (CSV: from,to,latency_ms)"));
    m_open->setAccessibleName(m_open->toolTip());
    m_leave->setText(tr("Back to what is measured"));
    setTitle(m_presenter.title(), m_presenter.subtitle());
    m_verdict->retranslate();
    m_timed->setTexts(tr("What is timed"), {tr("Traffic"), tr("Warm"), tr("Cold"), tr("Wire")});
    m_quantile->setTexts(tr("Quantile"), {u"p50"_s, u"p95"_s, u"p99"_s});
    m_show->setTexts(tr("Show"), {tr("Value"), tr("Change")});
    m_matrix->setAccessibleName(tr("Latency of every link, rows call columns"));
}

void LinksPage::showParts(bool areMeasured) {
    for (QWidget* part : std::initializer_list<QWidget*>{m_timed, m_show, m_quantile, m_legs,
                                                         m_latency, m_setUp, m_ends, m_neighbours})
        part->setVisible(areMeasured);
    m_leave->setVisible(m_file.has_value());
}

void LinksPage::refreshWritten(const WrittenMatrix& matrix) {
    showParts(false);
    m_matrix->setContent(matrix.content());
    const auto link = matrix.chosen(context().view.navigation().selection());
    if (!link)
        return;
    m_matrix->setCurrentCell(domain::Selection(*link).id());
    m_verdict->setVerdict(matrix.verdict(*link));
}

void LinksPage::refresh() {
    if (m_file || !isFleetOpen())
        refreshWritten(m_file ? *m_file : WrittenMatrix::example());
    else
        refreshMeasured();
}

void LinksPage::refreshMeasured() {
    showParts(true);
    m_matrix->setContent(m_presenter.matrix().content());
    const auto link = m_presenter.chosen();
    for (widgets::ItemsWidget* part : {static_cast<widgets::ItemsWidget*>(m_setUp),
                                       static_cast<widgets::ItemsWidget*>(m_ends),
                                       static_cast<widgets::ItemsWidget*>(m_neighbours)})
        part->setVisible(link.has_value());
    if (link) {
        m_matrix->setCurrentCell(domain::Selection(*link).id());
        const LinkDetail detail(context(), *link);
        m_setUp->setContent(detail.setUp());
        m_ends->setContent(detail.ends());
        m_neighbours->setContent(detail.neighbours());
    }
    m_verdict->setVerdict(m_presenter.verdict());
    m_legs->setContent(m_presenter.legs());
    m_latency->setContent(m_presenter.latency());
    const domain::TimeRange range = m_presenter.range();
    for (widgets::TimeSeriesPlot* plot : {m_legs, m_latency})
        plot->setRange(domain::epochMs(range.begin), domain::epochMs(range.end));
}

} // namespace causeway::app::pages
