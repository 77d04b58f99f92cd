// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/palette.h"

#include "shell/palette_delegate.h"
#include "theme/icons.h"
#include "theme/type_scale.h"

#include <QApplication>
#include <QAction>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QVBoxLayout>

namespace causeway::app::shell {

using namespace Qt::StringLiterals;

namespace {
constexpr QSize kSize{640, 420};
} // namespace

Palette::Palette(models::CommandsModel& model, QWidget* parent)
    : QDialog(parent, Qt::Popup | Qt::FramelessWindowHint), m_model(model),
      m_line(new QLineEdit(this)), m_list(new QListView(this)), m_nothing(new QLabel(this)) {
    setProperty("surface", "side");
    setObjectName(u"palette"_s);
    m_line->addAction(theme::icon(u"search"_s, theme::Token::Text3), QLineEdit::LeadingPosition);
    m_line->setFont(theme::font(theme::TextSize::Title));
    m_line->installEventFilter(this);
    m_list->setModel(&model);
    m_list->setItemDelegate(new PaletteDelegate(m_list));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setUniformItemSizes(true);
    m_nothing->setAlignment(Qt::AlignCenter);
    m_nothing->setProperty("tone", "muted");
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 12, 12, 12);
    column->setSpacing(8);
    column->addWidget(m_line);
    column->addWidget(m_list, 1);
    column->addWidget(m_nothing, 1);
    connect(m_line, &QLineEdit::textChanged, this, &Palette::showQuery);
    connect(m_list, &QListView::clicked, this, &Palette::choose);
    retranslate();
}

void Palette::openAtTop() {
    m_line->clear();
    showQuery({});
    const QSize size(theme::scaled(kSize.width()), theme::scaled(kSize.height()));
    resize(size.boundedTo(parentWidget()->size() - QSize(48, 96)));
    const QPoint corner((parentWidget()->width() - width()) / 2, theme::scaled(52));
    move(parentWidget()->mapToGlobal(corner));
    show();
    m_line->setFocus();
}

void Palette::showQuery(const QString& query) {
    m_model.setQuery(query);
    const bool any = m_model.rowCount() > 0;
    m_list->setVisible(any);
    m_nothing->setVisible(!any);
    if (any)
        m_list->setCurrentIndex(m_model.index(0, 0));
}

void Palette::choose(const QModelIndex& index) {
    if (!index.isValid())
        return;
    const QString command = index.data(models::CommandsModel::CommandIdRole).toString();
    const auto selection = index.data(models::SelectionRole).value<domain::Selection>();
    close();
    if (!command.isEmpty())
        Q_EMIT commandChosen(command);
    else
        Q_EMIT objectChosen(selection);
}

bool Palette::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::KeyPress)
        return QDialog::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    const int rows = m_model.rowCount();
    const int row = m_list->currentIndex().row();
    if ((key == Qt::Key_Down || key == Qt::Key_Up) && rows > 0) {
        const int next = (row + (key == Qt::Key_Down ? 1 : rows - 1)) % rows;
        m_list->setCurrentIndex(m_model.index(next, 0));
        return true;
    }
    if (key == Qt::Key_Return || key == Qt::Key_Enter) {
        choose(m_list->currentIndex());
        return true;
    }
    return QDialog::eventFilter(watched, event);
}

void Palette::hideEvent(QHideEvent* event) {
    QDialog::hideEvent(event);
    if (QApplication::activeWindow() == this || QApplication::activeWindow() == nullptr)
        parentWidget()->activateWindow();
}

void Palette::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QDialog::changeEvent(event);
}

void Palette::retranslate() {
    m_line->setPlaceholderText(tr("Search commands, services, links and clusters"));
    m_line->setAccessibleName(tr("Command palette"));
    m_list->setAccessibleName(tr("Matches"));
    m_nothing->setText(tr("Nothing is called that. Try fewer letters."));
}

} // namespace causeway::app::shell
