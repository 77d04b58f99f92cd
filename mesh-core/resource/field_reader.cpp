// SPDX-License-Identifier: Apache-2.0
#include "resource/field_reader.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <charconv>

namespace causeway::resource {
namespace {

const Node kEmptyMapping = [] {
    Node node;
    node.kind = Node::Kind::Mapping;
    return node;
}();

std::optional<std::int64_t> wholeNumber(const Node& node) {
    std::int64_t value = 0;
    const auto* begin = node.scalar.data();
    const auto* end = begin + node.scalar.size();
    const auto [stop, error] = std::from_chars(begin, end, value);
    if (node.kind != Node::Kind::Scalar || node.quoted || error != std::errc() || stop != end)
        return std::nullopt;
    return value;
}

// 8080 and true are no texts unless quoted: in Kubernetes the same file would be refused.
bool isText(const Node& node) {
    if (node.kind != Node::Kind::Scalar || node.quoted)
        return node.kind == Node::Kind::Scalar;
    double number = 0;
    const auto* end = node.scalar.data() + node.scalar.size();
    const auto [stop, error] = std::from_chars(node.scalar.data(), end, number);
    const bool hasDigits = node.scalar.find_first_not_of("0123456789+-.eE") == std::string::npos;
    const bool isNumber = hasDigits && error != std::errc::invalid_argument && stop == end;
    return !isNumber && node.scalar != "true" && node.scalar != "false";
}

constexpr std::string_view kText = "text (in quotes if it looks like a number or a truth value)";

} // namespace

void Problems::add(const Range& range, std::string field, std::string message) {
    m_list.push_back({range, std::move(field), std::move(message)});
}

std::string Problems::describe(const Problem& problem) const {
    const auto field = problem.field.empty() ? std::string() : problem.field + ": ";
    return fmt::format("{}: {}{}", resource::describe(m_source, problem.range.start), field,
                       problem.message);
}

Status Problems::status() const {
    if (m_list.empty())
        return {};
    auto sorted = m_list;
    std::stable_sort(sorted.begin(), sorted.end(), [](const Problem& a, const Problem& b) {
        return a.range.start.offset < b.range.start.offset;
    });
    std::string text;
    for (const auto& problem : sorted)
        text += (text.empty() ? "" : "\n") + describe(problem);
    return fail(ErrorKind::InvalidInput, std::move(text));
}

FieldReader::FieldReader(const Node& node, std::string path, Problems& problems)
    : m_node(&node), m_path(std::move(path)), m_problems(&problems) {
    if (node.kind == Node::Kind::Mapping)
        return;
    expected("", "a mapping");
    m_node = &kEmptyMapping;
}

FieldReader::FieldReader(FieldReader&& other) noexcept
    : m_node(other.m_node), m_path(std::move(other.m_path)),
      m_problems(std::exchange(other.m_problems, nullptr)), m_asked(std::move(other.m_asked)) {}

FieldReader::~FieldReader() {
    if (!m_problems)
        return;
    for (const auto& field : m_node->fields) {
        if (m_asked.contains(field.name))
            continue;
        std::string known;
        for (const auto& name : m_asked)
            known += (known.empty() ? "" : ", ") + name;
        m_problems->add(field.nameRange, pathOf(field.name),
                        fmt::format("found an unknown field; expected one of {}", known));
    }
}

std::string FieldReader::pathOf(std::string_view name) const {
    if (name.empty() || m_path.empty())
        return name.empty() ? m_path : std::string(name);
    return fmt::format("{}.{}", m_path, name);
}

void FieldReader::problem(std::string_view name, std::string message) {
    if (m_node == &kEmptyMapping)
        return; // that it is missing, or no mapping, is told already
    const auto* value = name.empty() ? nullptr : m_node->find(name);
    m_problems->add(value ? value->range : m_node->range, pathOf(name), std::move(message));
}

void FieldReader::itemProblem(std::string_view name, std::size_t item, std::string message) {
    const auto* list = m_node->find(name);
    const bool isThere = list && item < list->items.size();
    m_problems->add(isThere ? list->items[item].range : m_node->range,
                    fmt::format("{}[{}]", pathOf(name), item), std::move(message));
}

void FieldReader::expected(std::string_view name, std::string_view what) {
    const auto* value = name.empty() ? m_node : m_node->find(name);
    problem(name,
            fmt::format("found {}; expected {}", value ? value->describe() : "nothing", what));
}

void FieldReader::problemAt(const Node& node, std::string field, std::string_view expected) {
    m_problems->add(node.range, std::move(field),
                    fmt::format("found {}; expected {}", node.describe(), expected));
}

const Node* FieldReader::node(std::string_view name) {
    m_asked.emplace(name);
    const auto* value = m_node->find(name);
    return value && value->kind != Node::Kind::Null ? value : nullptr;
}

bool FieldReader::has(std::string_view name) const {
    const auto* value = m_node->find(name);
    return value && value->kind != Node::Kind::Null;
}

void FieldReader::ignore(std::initializer_list<std::string_view> names) {
    m_asked.insert(names.begin(), names.end());
}

const Node* FieldReader::required(std::string_view name, std::string_view what) {
    const auto* value = node(name);
    if (!value)
        expected(name, what);
    return value;
}

std::string FieldReader::text(std::string_view name) {
    const auto* value = required(name, "text");
    if (value && value->kind == Node::Kind::Scalar && value->scalar.empty())
        expected(name, "text that is not empty");
    return value ? textOr(name, "") : std::string();
}

std::string FieldReader::textOr(std::string_view name, std::string_view fallback) {
    const auto* value = node(name);
    if (!value)
        return std::string(fallback);
    if (isText(*value))
        return value->scalar;
    expected(name, kText);
    return std::string(fallback);
}

std::vector<std::string> FieldReader::texts(std::string_view name) {
    std::vector<std::string> list;
    const auto* value = node(name);
    if (!value)
        return list;
    if (value->kind != Node::Kind::Sequence)
        expected(name, "a list of texts");
    for (std::size_t i = 0; i < value->items.size(); ++i) {
        const auto& item = value->items[i];
        if (isText(item))
            list.push_back(item.scalar);
        else
            m_problems->add(item.range, fmt::format("{}[{}]", pathOf(name), i),
                            fmt::format("found {}; expected {}", item.describe(), kText));
    }
    return list;
}

std::map<std::string, std::string> FieldReader::textMap(std::string_view name) {
    std::map<std::string, std::string> map;
    const auto* value = node(name);
    if (!value)
        return map;
    if (value->kind != Node::Kind::Mapping)
        expected(name, "a mapping of texts");
    for (const auto& field : value->fields) {
        const auto& text = field.value;
        if (isText(text))
            map.emplace(field.name, text.scalar);
        else
            m_problems->add(text.range, fmt::format("{}.{}", pathOf(name), field.name),
                            fmt::format("found {}; expected {}", text.describe(), kText));
    }
    return map;
}

bool FieldReader::flagOr(std::string_view name, bool fallback) {
    const auto* value = node(name);
    if (!value)
        return fallback;
    const bool isWord = value->kind == Node::Kind::Scalar && !value->quoted;
    if (isWord && (value->scalar == "true" || value->scalar == "false"))
        return value->scalar == "true";
    expected(name, "true or false");
    return fallback;
}

std::int64_t FieldReader::integer(std::string_view name, Bounds bounds,
                                  std::optional<std::int64_t> fallback) {
    const auto wanted = fmt::format("a number from {} to {}", bounds.min, bounds.max);
    const auto* value = fallback ? node(name) : required(name, wanted);
    if (!value)
        return fallback.value_or(bounds.min);
    const auto number = wholeNumber(*value);
    if (number && bounds.min <= *number && *number <= bounds.max)
        return *number;
    expected(name, wanted);
    return fallback.value_or(bounds.min);
}

std::optional<Duration> FieldReader::duration(std::string_view name) {
    const auto* value = node(name);
    if (!value)
        return std::nullopt;
    const auto parsed =
        value->kind == Node::Kind::Scalar ? parseDuration(value->scalar) : std::nullopt;
    if (!parsed)
        expected(name, "a duration such as 10s, 250ms or 1m30s");
    return parsed;
}

std::ptrdiff_t FieldReader::word(std::string_view name, const std::vector<std::string_view>& words,
                                 bool isRequired) {
    const auto wanted = fmt::format("one of {}", fmt::join(words, ", "));
    const auto* value = isRequired ? required(name, wanted) : node(name);
    if (!value)
        return 0;
    const auto found = std::find(words.begin(), words.end(), value->scalar);
    if (value->kind == Node::Kind::Scalar && found != words.end())
        return found - words.begin();
    expected(name, wanted);
    return 0;
}

void FieldReader::only(std::string_view name, std::string_view word) {
    const auto* value = node(name);
    if (value && (value->kind != Node::Kind::Scalar || value->scalar != word))
        expected(name, word);
}

FieldReader FieldReader::object(std::string_view name) {
    const auto* value = required(name, "a mapping");
    return {value ? *value : kEmptyMapping, pathOf(name), *m_problems};
}

std::optional<FieldReader> FieldReader::objectOr(std::string_view name) {
    const auto* value = node(name);
    if (!value)
        return std::nullopt;
    return FieldReader(*value, pathOf(name), *m_problems);
}

std::vector<FieldReader> FieldReader::objects(std::string_view name) {
    std::vector<FieldReader> list;
    const auto* value = node(name);
    if (!value)
        return list;
    if (value->kind != Node::Kind::Sequence)
        expected(name, "a list of mappings");
    list.reserve(value->items.size());
    for (std::size_t i = 0; i < value->items.size(); ++i)
        list.emplace_back(value->items[i], fmt::format("{}[{}]", pathOf(name), i), *m_problems);
    return list;
}

} // namespace causeway::resource
