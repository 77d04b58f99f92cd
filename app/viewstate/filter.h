// SPDX-License-Identifier: GPL-3.0-or-later
// The one filter: the text as typed, the last expression that could be understood, and what is
// wrong with the text when it cannot. GUI thread.
#pragma once

#include "viewstate/filter_expression.h"

#include <QObject>

#include <optional>

namespace causeway::app::viewstate {

class Filter final : public QObject {
    Q_OBJECT
public:
    explicit Filter(QObject* parent = nullptr) : QObject(parent) {}

    [[nodiscard]] const QString& text() const { return m_text; }
    [[nodiscard]] const FilterExpression& expression() const { return m_expression; }
    [[nodiscard]] const std::optional<FilterError>& error() const { return m_error; }
    // An invalid text changes error() and leaves the expression as it was.
    void setText(const QString& text);
    void clear() { setText({}); }

Q_SIGNALS:
    void textChanged();
    void expressionChanged();

private:
    QString m_text;
    FilterExpression m_expression;
    std::optional<FilterError> m_error;
};

} // namespace causeway::app::viewstate
