// SPDX-License-Identifier: GPL-3.0-or-later
// Theme, language and font; every choice takes effect at once and is kept. GUI thread.
#pragma once

#include "viewstate/settings.h"

#include <QDialog>

class QComboBox;
class QDialogButtonBox;
class QLabel;

namespace causeway::app::shell {

class SettingsDialog final : public QDialog {
    Q_OBJECT
public:
    SettingsDialog(viewstate::Settings& settings, QWidget* parent);

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();

    viewstate::Settings& m_settings;
    QLabel* m_themeLabel;
    QLabel* m_languageLabel;
    QLabel* m_fontLabel;
    QComboBox* m_theme;
    QComboBox* m_language;
    QComboBox* m_font;
};

} // namespace causeway::app::shell
