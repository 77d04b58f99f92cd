// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/matrix_view.h"

#include "widgets/matrix_delegate.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QScopedValueRollback>

namespace causeway::app::widgets {
namespace {

constexpr QSize kLeastCell{112, 72};
constexpr int kTallCell = 92;
constexpr int kMostWidth = 420;

} // namespace

MatrixView::MatrixView(QWidget* parent) : QTableView(parent), m_model(new MatrixModel(this)) {
    setModel(m_model);
    setObjectName(QStringLiteral("matrix"));
    setItemDelegate(new MatrixDelegate(this));
    setShowGrid(false);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setMouseTracking(true);
    setTabKeyNavigation(false);
    setCornerButtonEnabled(false);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    for (QHeaderView* header : {horizontalHeader(), verticalHeader()}) {
        header->setSectionResizeMode(QHeaderView::Fixed);
        header->setSectionsClickable(false);
        header->setHighlightSections(false);
    }
    horizontalHeader()->setDefaultAlignment(Qt::AlignCenter);
    verticalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    connect(this, &QTableView::activated, this,
            [this](const QModelIndex& index) { Q_EMIT cellOpened(m_model->cell(index).id); });
}

void MatrixView::setContent(const MatrixContent& content) {
    const QScopedValueRollback quiet(m_quiet, true);
    const QString chosen = currentIndex().isValid() ? m_model->cell(currentIndex()).id : QString();
    const bool reshaped = content.rows != m_model->content().rows;
    m_model->setContent(content);
    if (!reshaped)
        return;
    setCurrentIndex(m_model->indexOf(chosen));
    verticalHeader()->setDefaultSectionSize(theme::scaled(kTallCell));
    resizeEvent(nullptr);
    updateGeometry();
}

void MatrixView::setCurrentCell(const QString& id) {
    const QScopedValueRollback quiet(m_quiet, true);
    setCurrentIndex(m_model->indexOf(id));
}

QSize MatrixView::sizeHint() const {
    const int rows = std::max(1, m_model->rowCount());
    return {theme::scaled(kLeastCell.width()) * std::max(1, m_model->columnCount()) + 120,
            rows * verticalHeader()->defaultSectionSize() + horizontalHeader()->sizeHint().height()
                + 4};
}

QSize MatrixView::minimumSizeHint() const {
    return {theme::scaled(360), sizeHint().height()};
}

void MatrixView::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QTableView::currentChanged(current, previous);
    if (!m_quiet && current.isValid())
        Q_EMIT cellSelected(m_model->cell(current).id);
}

void MatrixView::mouseReleaseEvent(QMouseEvent* event) {
    QTableView::mouseReleaseEvent(event);
    const QModelIndex index = indexAt(event->pos());
    if (!index.isValid() || !m_model->cell(index).measurable)
        return;
    const QRectF plate = QRectF(visualRect(index)).adjusted(2, 2, -2, -2);
    if (MatrixDelegate::buttonRect(plate, m_model->content().measure).contains(event->position()))
        Q_EMIT measureRequested(m_model->cell(index).id);
}

void MatrixView::keyPressEvent(QKeyEvent* event) {
    const bool open = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (open && currentIndex().isValid()) {
        const MatrixCell& cell = m_model->cell(currentIndex());
        if (cell.measurable)
            Q_EMIT measureRequested(cell.id);
        else
            Q_EMIT cellOpened(cell.id);
        return;
    }
    QTableView::keyPressEvent(event);
}

void MatrixView::resizeEvent(QResizeEvent* event) {
    if (event != nullptr)
        QTableView::resizeEvent(event);
    const int columns = m_model->columnCount();
    if (columns == 0)
        return;
    const int room = viewport()->width() / columns;
    horizontalHeader()->setDefaultSectionSize(
        std::clamp(room, theme::scaled(kLeastCell.width()), theme::scaled(kMostWidth)));
}

} // namespace causeway::app::widgets
