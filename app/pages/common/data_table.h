// SPDX-License-Identifier: GPL-3.0-or-later
// A table of the console: 28-pixel rows, sortable by any column, copied as tab-separated text with
// Ctrl+C. GUI thread; the model says everything.
#pragma once

#include <QTableView>

namespace causeway::app::pages {

class DataTable final : public QTableView {
    Q_OBJECT
public:
    explicit DataTable(QWidget* parent = nullptr);
    // The chosen rows, or all when none is, with the header.
    [[nodiscard]] QString copyText() const;

protected:
    void keyPressEvent(QKeyEvent* event) override;
};

} // namespace causeway::app::pages
