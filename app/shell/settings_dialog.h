// SPDX-License-Identifier: GPL-3.0-or-later
// Theme, language and font; every choice takes effect at once and is kept. GUI thread.
#pragma once

#include "viewstate/settings.h"

#include <QDialog>

#include <array>

class QCheckBox;
class QComboBox;
class QDialogButtonBox;
class QFormLayout;
class QLabel;

namespace causeway::app::shell {

class SettingsDialog final : public QDialog {
    Q_OBJECT
public:
    SettingsDialog(viewstate::Settings& settings, QWidget* parent);

protected:
    void changeEvent(QEvent* event) override;

private:
    void addNotices(QFormLayout& form);
    void retranslate();

    viewstate::Settings& m_settings;
    QLabel* m_themeLabel;
    QLabel* m_languageLabel;
    QLabel* m_fontLabel;
    QComboBox* m_theme;
    QComboBox* m_language;
    QComboBox* m_font;
    QLabel* m_noticesLabel;
    std::array<QCheckBox*, 4> m_notices; // by viewstate::NoticeRule
};

} // namespace causeway::app::shell
