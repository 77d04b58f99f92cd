// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewstate/filter_node.h"

#include <algorithm>
#include <compare>

namespace causeway::app::viewstate {

namespace {

// What `operand` is for this row; invalid when it names a field that the row has not.
QVariant valueOf(const Operand& operand, const FieldLookup& lookup) {
    if (operand.field.isEmpty())
        return operand.literal;
    const QVariant value = lookup(operand.field);
    return value.isValid() ? QVariant(value.toDouble() * operand.factor) : QVariant();
}

std::partial_ordering order(const QVariant& value, const QVariant& with) {
    bool isNumber = false;
    const double number = value.toDouble(&isNumber);
    if (isNumber && with.typeId() == QMetaType::Double)
        return number <=> with.toDouble();
    return value.toString().compare(with.toString(), Qt::CaseInsensitive) <=> 0;
}

bool holds(Comparison comparison, std::partial_ordering order) {
    switch (comparison) {
    case Comparison::Equal:
        return order == 0;
    case Comparison::NotEqual:
        return order != 0;
    case Comparison::Less:
        return order < 0;
    case Comparison::LessOrEqual:
        return order <= 0;
    case Comparison::Greater:
        return order > 0;
    case Comparison::GreaterOrEqual:
        return order >= 0;
    case Comparison::Match:
    case Comparison::NoMatch:
        break;
    }
    return false;
}

} // namespace

bool FilterExpression::Node::matches(const FieldLookup& lookup) const {
    const auto partMatches = [&](const auto& part) { return part->matches(lookup); };
    switch (kind) {
    case Kind::All:
        return std::ranges::all_of(parts, partMatches);
    case Kind::Any:
        return std::ranges::any_of(parts, partMatches);
    case Kind::Not:
        return !parts.front()->matches(lookup);
    case Kind::Compare:
        return compare(lookup);
    case Kind::Contains:
        return lookup(u"text").toString().contains(word, Qt::CaseInsensitive);
    }
    return false;
}

bool FilterExpression::Node::compare(const FieldLookup& lookup) const {
    const QVariant value = lookup(field);
    if (!value.isValid())
        return false;
    if (comparison == Comparison::Match || comparison == Comparison::NoMatch)
        return pattern.match(value.toString()).hasMatch() == (comparison == Comparison::Match);
    const QVariant with = valueOf(operand, lookup);
    return with.isValid() && holds(comparison, order(value, with));
}

} // namespace causeway::app::viewstate
