// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/graph/graph_page.h"

#include "pages/common/data_table.h"
#include "pages/common/table_texts.h"
#include "theme/icons.h"
#include "theme/type_scale.h"
#include "widgets/graph_canvas.h"
#include "widgets/segmented.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QStackedWidget>

namespace causeway::app::pages {

using namespace Qt::StringLiterals;

GraphPage::GraphPage(const Context& context, QWidget* parent)
    : Page(context, parent), m_presenter(context),
      m_level(new widgets::Segmented({}, {{}, {}, {}}, this)),
      m_form(new widgets::Segmented({}, {{}, {}}, this)), m_filter(new QLineEdit(this)),
      m_problem(new QLabel(this)), m_canvas(new widgets::GraphCanvas(this)),
      m_table(new DataTable(this)), m_forms(new QStackedWidget(this)) {
    m_level->setCurrent(m_presenter.level());
    tools()->addWidget(m_level);
    tools()->addWidget(m_form);
    m_filter->addAction(theme::icon(u"filter"_s, theme::Token::Text3), QLineEdit::LeadingPosition);
    m_filter->setClearButtonEnabled(true);
    m_problem->setProperty("tone", "failing");
    m_problem->setFont(theme::font(theme::TextSize::Caption));
    m_problem->hide();
    m_forms->addWidget(m_canvas);
    m_forms->addWidget(m_table);
    body()->addWidget(m_filter);
    body()->addWidget(m_problem);
    body()->addWidget(m_forms, 1);
    setUpTable();
    connectParts();
    retranslate();
}

QWidget* GraphPage::searchField() {
    return m_filter;
}

void GraphPage::setUpTable() {
    auto* texts = new TableTexts(this);
    texts->setSourceModel(m_presenter.table());
    m_table->setModel(texts);
    m_table->sortByColumn(texts->columnCount() > 8 ? 8 : 0, Qt::DescendingOrder);
    m_table->horizontalHeader()->setDefaultSectionSize(theme::scaled(88));
    for (const int wide : {0, 2})
        m_table->setColumnWidth(wide, theme::scaled(148));
}

void GraphPage::connectParts() {
    connect(&m_presenter, &GraphPresenter::pictureChanged, this, &GraphPage::showPicture);
    connect(m_level, &widgets::Segmented::chosen, this, [this](int level) {
        m_presenter.setLevel(level);
        refreshSoon();
    });
    connect(m_canvas, &widgets::GraphCanvas::levelWanted, this,
            [this](int direction, const QString& id, const QPointF& at) {
                const int level = m_presenter.level() + direction;
                if (!GraphPresenter::hasLevel(level))
                    return;
                m_presenter.setLevel(level);
                refresh();
                m_canvas->focusOn(id, at);
            });
    connect(m_form, &widgets::Segmented::chosen, m_forms, &QStackedWidget::setCurrentIndex);
    connect(m_filter, &QLineEdit::textEdited, this, [this](const QString& text) {
        m_presenter.setFilter(text);
        showProblem();
    });
    connect(m_canvas, &widgets::GraphCanvas::itemSelected, this,
            [this](const QString& id) { m_presenter.select(id); });
    connect(m_canvas, &widgets::GraphCanvas::itemOpened, this,
            [this](const QString& id) { m_presenter.open(id); });
    connect(m_table, &QTableView::clicked, this,
            [this](const QModelIndex& index) { m_presenter.selectRow(index); });
}

void GraphPage::showProblem() {
    const QString problem = m_presenter.filterProblem();
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
}

void GraphPage::retranslate() {
    setTitle(m_presenter.title(), m_presenter.subtitle());
    m_level->setTexts(tr("Level of detail"), {tr("Clusters"), tr("Namespaces"), tr("Services")});
    m_form->setTexts(tr("Shown as"), {tr("Graph"), tr("Table")});
    m_filter->setPlaceholderText(
        tr("Filter, for example: cluster=aws and (p95 > 40ms or success < 99.5%)"));
    m_filter->setAccessibleName(tr("Filter"));
    m_canvas->setAccessibleName(tr("Call graph"));
    m_table->setAccessibleName(tr("Edges of the call graph"));
}

void GraphPage::refresh() {
    m_presenter.holdOrder(m_forms->currentWidget() == m_table && m_table->viewport()->underMouse());
    m_presenter.refresh();
    if (!m_filter->hasFocus())
        m_filter->setText(m_presenter.filterText());
    showProblem();
    m_level->setCurrent(m_presenter.level());
    m_canvas->setCurrentItem(m_presenter.selectedId());
}

void GraphPage::showPicture() {
    setTitle(m_presenter.title(), m_presenter.subtitle());
    m_canvas->setGraph(m_presenter.graph());
    m_canvas->setCurrentItem(m_presenter.selectedId());
}

} // namespace causeway::app::pages
