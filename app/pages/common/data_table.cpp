// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/common/data_table.h"

#include "theme/type_scale.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>

namespace causeway::app::pages {

using namespace Qt::StringLiterals;

DataTable::DataTable(QWidget* parent) : QTableView(parent) {
    setShowGrid(false);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setSortingEnabled(true);
    setWordWrap(false);
    setTabKeyNavigation(false);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(theme::scaled(28));
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setStretchLastSection(true);
}

QString DataTable::copyText() const {
    QStringList lines;
    QStringList cells;
    for (int column = 0; column < model()->columnCount(); ++column)
        cells << model()->headerData(column, Qt::Horizontal).toString();
    lines << cells.join(u'\t');
    for (int row = 0; row < model()->rowCount(); ++row) {
        const bool wanted =
            !selectionModel()->hasSelection() || selectionModel()->isRowSelected(row, {});
        if (!wanted)
            continue;
        cells.clear();
        for (int column = 0; column < model()->columnCount(); ++column)
            cells << model()->index(row, column).data().toString();
        lines << cells.join(u'\t');
    }
    return lines.join(u'\n');
}

void DataTable::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy))
        QGuiApplication::clipboard()->setText(copyText());
    else
        QTableView::keyPressEvent(event);
}

} // namespace causeway::app::pages
