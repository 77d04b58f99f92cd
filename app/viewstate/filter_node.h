// SPDX-License-Identifier: GPL-3.0-or-later
// A parsed filter as a tree, and what it says about one row. Made by FilterExpression::parse only.
#pragma once

#include "viewstate/filter_expression.h"

#include <QRegularExpression>

#include <vector>

namespace causeway::app::viewstate {

enum class Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Match,
    NoMatch
};

// What a field is compared with: a literal, or a number of times another field.
struct Operand {
    QVariant literal; // double or QString
    double factor = 1;
    QString field; // empty: the literal
};

struct FilterExpression::Node {
    enum class Kind { All, Any, Not, Compare, Contains };
    Kind kind = Kind::All;
    std::vector<std::shared_ptr<const Node>> parts; // of All, Any and Not
    QString field;                                  // of Compare
    Comparison comparison = Comparison::Equal;
    Operand operand;
    QRegularExpression pattern; // of Match and NoMatch
    QString word;               // of Contains

    [[nodiscard]] bool matches(const FieldLookup& lookup) const;

private:
    [[nodiscard]] bool compare(const FieldLookup& lookup) const;
};

} // namespace causeway::app::viewstate
