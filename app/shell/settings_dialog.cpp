// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/settings_dialog.h"

#include "shell/language.h"
#include "theme/type_scale.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QEvent>
#include <QFormLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace causeway::app::shell {

using viewstate::FontChoice;
using viewstate::ThemeChoice;

SettingsDialog::SettingsDialog(viewstate::Settings& settings, QWidget* parent)
    : QDialog(parent), m_settings(settings), m_themeLabel(new QLabel(this)),
      m_languageLabel(new QLabel(this)), m_fontLabel(new QLabel(this)),
      m_theme(new QComboBox(this)), m_language(new QComboBox(this)), m_font(new QComboBox(this)),
      m_noticesLabel(new QLabel(this)) {
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(24);
    form->setVerticalSpacing(12);
    form->addRow(m_themeLabel, m_theme);
    form->addRow(m_languageLabel, m_language);
    form->addRow(m_fontLabel, m_font);
    addNotices(*form);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 16);
    column->setSpacing(24);
    column->addLayout(form);
    column->addWidget(buttons);
    setMinimumWidth(theme::scaled(420));
    m_theme->addItems({{}, {}, {}});
    m_font->addItems({{}, {}});
    m_language->addItem({}, QString());
    for (const auto& [code, name] : Language::offered())
        m_language->addItem(name, code);
    m_theme->setCurrentIndex(int(settings.theme()));
    m_font->setCurrentIndex(int(settings.font()));
    m_language->setCurrentIndex(std::max(0, m_language->findData(settings.language())));
    retranslate();
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_theme, &QComboBox::activated, this,
            [this](int index) { m_settings.setTheme(ThemeChoice(index)); });
    connect(m_font, &QComboBox::activated, this,
            [this](int index) { m_settings.setFont(FontChoice(index)); });
    connect(m_language, &QComboBox::activated, this,
            [this](int index) { m_settings.setLanguage(m_language->itemData(index).toString()); });
}

void SettingsDialog::addNotices(QFormLayout& form) {
    auto* column = new QVBoxLayout;
    for (std::size_t i = 0; i < m_notices.size(); ++i) {
        const auto rule = viewstate::NoticeRule(i);
        m_notices[i] = new QCheckBox(this);
        m_notices[i]->setChecked(!m_settings.isMuted(rule));
        connect(m_notices[i], &QCheckBox::toggled, this,
                [this, rule](bool isShown) { m_settings.setMuted(rule, !isShown); });
        column->addWidget(m_notices[i]);
    }
    form.addRow(m_noticesLabel, column);
}

void SettingsDialog::retranslate() {
    m_noticesLabel->setText(tr("Notify when"));
    m_notices[std::size_t(viewstate::NoticeRule::LinkFails)]->setText(tr("a link fails"));
    m_notices[std::size_t(viewstate::NoticeRule::LinkSlows)]->setText(
        tr("a link is not as usual"));
    m_notices[std::size_t(viewstate::NoticeRule::LinkIsSilent)]->setText(
        tr("the cluster that a link begins in is silent"));
    m_notices[std::size_t(viewstate::NoticeRule::LinkIsWell)]->setText(
        tr("a link is well again"));
    setWindowTitle(tr("Settings"));
    m_themeLabel->setText(tr("Theme"));
    m_languageLabel->setText(tr("Language"));
    m_fontLabel->setText(tr("Font"));
    m_theme->setItemText(int(ThemeChoice::System), tr("As the system"));
    m_theme->setItemText(int(ThemeChoice::Light), tr("Light"));
    m_theme->setItemText(int(ThemeChoice::Dark), tr("Dark"));
    m_font->setItemText(int(FontChoice::Own), tr("Open Sans"));
    m_font->setItemText(int(FontChoice::System), tr("The system's"));
    m_language->setItemText(0, tr("As the system"));
    m_theme->setAccessibleName(m_themeLabel->text());
    m_language->setAccessibleName(m_languageLabel->text());
    m_font->setAccessibleName(m_fontLabel->text());
}

void SettingsDialog::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QDialog::changeEvent(event);
}

} // namespace causeway::app::shell
