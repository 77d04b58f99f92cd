// SPDX-License-Identifier: Apache-2.0
#include "resource/kinds.h"

#include <algorithm>

namespace causeway::resource {
namespace {

constexpr std::pair<std::string_view, SelectorOperator> kOperators[] = {
    {"In", SelectorOperator::In},
    {"NotIn", SelectorOperator::NotIn},
    {"Exists", SelectorOperator::Exists},
    {"DoesNotExist", SelectorOperator::DoesNotExist},
};

bool holds(const SelectorExpression& expression, const LabelMap& labels) {
    const auto found = labels.find(expression.key);
    const bool exists = found != labels.end();
    const auto& values = expression.values;
    const bool listed =
        exists && std::find(values.begin(), values.end(), found->second) != values.end();
    switch (expression.operator_) {
    case SelectorOperator::In:
        return listed;
    case SelectorOperator::NotIn:
        return !listed;
    case SelectorOperator::Exists:
        return exists;
    case SelectorOperator::DoesNotExist:
        return !exists;
    }
    return false;
}

SelectorExpression readExpression(FieldReader& reader) {
    SelectorExpression expression;
    expression.key = reader.text("key");
    expression.operator_ = reader.oneOf<SelectorOperator>(
        "operator", {kOperators[0], kOperators[1], kOperators[2], kOperators[3]}, true);
    expression.values = reader.texts("values");
    const bool takesValues = expression.operator_ == SelectorOperator::In
                             || expression.operator_ == SelectorOperator::NotIn;
    if (takesValues == expression.values.empty())
        reader.expected("values", takesValues ? "at least one value" : "no values");
    return expression;
}

} // namespace

bool LabelSelector::matches(const LabelMap& labels) const {
    return std::all_of(matchLabels.begin(), matchLabels.end(),
                       [&](const auto& wanted) {
                           const auto found = labels.find(wanted.first);
                           return found != labels.end() && found->second == wanted.second;
                       })
           && std::all_of(matchExpressions.begin(), matchExpressions.end(),
                          [&](const auto& expression) { return holds(expression, labels); });
}

LabelSelector readSelector(FieldReader reader) {
    LabelSelector selector;
    selector.matchLabels = reader.textMap("matchLabels");
    for (auto& expression : reader.objects("matchExpressions"))
        selector.matchExpressions.push_back(readExpression(expression));
    return selector;
}

Node write(const SelectorExpression& expression) {
    Node node = mapping();
    node.add("key", Node::text(expression.key));
    for (const auto& [word, value] : kOperators)
        if (value == expression.operator_)
            node.add("operator", Node::text(std::string(word)));
    addList(node, "values", expression.values);
    return node;
}

Node write(const LabelSelector& selector) {
    Node node = mapping();
    addMap(node, "matchLabels", selector.matchLabels);
    addList(node, "matchExpressions", selector.matchExpressions);
    return node;
}

} // namespace causeway::resource
