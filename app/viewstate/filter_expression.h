// SPDX-License-Identifier: GPL-3.0-or-later
// The filter language: `cluster=aws and dst.squad=nasa and (p95 > 2 * baseline or success
// < 99.5%)`, `name ~ "^/loans/"`, or plain words that are searched for. Parsed once, matched
// against anything that can look up a field. Pure; regular expressions by QRegularExpression.
#pragma once

#include <QStringList>
#include <QVariant>

#include <functional>
#include <memory>
#include <variant>

namespace causeway::app::viewstate {

// Where the text stops making sense and what would have been right there.
struct FilterError {
    int position = 0; // in UTF-16 units
    int length = 0;
    QString found; // as written; empty at the end of the text
    QStringList
        expected; // "a field", "a number", "=", …: stable words, translated by who shows them
};

// Value of a field of the row at hand: a number, a string, a bool; invalid when it has none.
using FieldLookup = std::function<QVariant(QStringView field)>;

class FilterExpression {
public:
    FilterExpression() = default; // matches everything

    [[nodiscard]] static std::variant<FilterExpression, FilterError> parse(const QString& text);
    // Fields that an expression may name, for completion and for the error "no such field".
    [[nodiscard]] static const QStringList& fields();

    [[nodiscard]] bool isEmpty() const { return !m_root; }
    // A comparison with a field that the row does not have is false, and so is its negation by !=.
    // Plain words look at the field "text".
    [[nodiscard]] bool matches(const FieldLookup& lookup) const;
    [[nodiscard]] const QString& text() const { return m_text; }

    struct Node;

private:
    QString m_text;
    std::shared_ptr<const Node> m_root;
};

} // namespace causeway::app::viewstate
