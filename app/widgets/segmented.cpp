// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/segmented.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QToolButton>

namespace causeway::app::widgets {

Segmented::Segmented(const QString& name, const QStringList& choices, QWidget* parent)
    : QWidget(parent), m_group(new QButtonGroup(this)) {
    setProperty("segmented", true);
    setAttribute(Qt::WA_StyledBackground);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    for (int i = 0; i < choices.size(); ++i) {
        auto* button = new QToolButton(this);
        button->setCheckable(true);
        row->addWidget(button);
        m_group->addButton(button, i);
    }
    setTexts(name, choices);
    setCurrent(0);
    connect(m_group, &QButtonGroup::idClicked, this, &Segmented::chosen);
}

int Segmented::current() const {
    return m_group->checkedId();
}

void Segmented::setCurrent(int index) {
    if (auto* button = m_group->button(index))
        button->setChecked(true);
}

void Segmented::setTexts(const QString& name, const QStringList& choices) {
    setAccessibleName(name);
    for (int i = 0; i < choices.size(); ++i) {
        m_group->button(i)->setText(choices[i]);
        m_group->button(i)->setAccessibleName(name + QStringLiteral(": ") + choices[i]);
    }
}

} // namespace causeway::app::widgets
