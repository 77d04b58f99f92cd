// SPDX-License-Identifier: GPL-3.0-or-later
// A short row of choices of which exactly one holds: p50 | p95 | p99. Arrow keys move it. GUI
// thread.
#pragma once

#include <QWidget>

class QButtonGroup;

namespace causeway::app::widgets {

class Segmented final : public QWidget {
    Q_OBJECT
public:
    // `name` is what a screen reader calls the group.
    Segmented(const QString& name, const QStringList& choices, QWidget* parent = nullptr);
    [[nodiscard]] int current() const;
    void setCurrent(int index); // emits nothing
    // New words for the same choices, when the language changes.
    void setTexts(const QString& name, const QStringList& choices);

Q_SIGNALS:
    void chosen(int index);

private:
    QButtonGroup* m_group;
};

} // namespace causeway::app::widgets
