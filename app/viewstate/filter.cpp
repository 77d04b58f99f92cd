// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewstate/filter.h"

namespace causeway::app::viewstate {

void Filter::setText(const QString& text) {
    if (text == m_text)
        return;
    m_text = text;
    auto parsed = FilterExpression::parse(text);
    auto* expression = std::get_if<FilterExpression>(&parsed);
    if (expression) {
        m_expression = std::move(*expression);
        m_error.reset();
    } else {
        m_error = std::get<FilterError>(parsed);
    }
    Q_EMIT textChanged();
    if (!m_error)
        Q_EMIT expressionChanged();
}

} // namespace causeway::app::viewstate
