// SPDX-License-Identifier: Apache-2.0
#include "base/assert.h"
#include "base/scope_guard.h"
#include "resource/yaml.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <map>
#include <set>
#include <yaml.h>

namespace causeway::resource {
namespace {

// libyaml counts characters and leaves the byte order mark out; offsets are bytes. Marks come in
// the order of the text but for a few steps back, so the last one is where the walk goes on.
class ByteOffsets {
public:
    explicit ByteOffsets(std::string_view text)
        : m_text(text), m_offset(text.starts_with("\xef\xbb\xbf") ? 3 : 0) {}

    std::size_t of(std::size_t character) {
        for (; m_character < character && m_offset < m_text.size(); ++m_character)
            do
                ++m_offset;
            while (m_offset < m_text.size() && isContinuation(m_text[m_offset]));
        for (; m_character > character; --m_character)
            do
                --m_offset;
            while (isContinuation(m_text[m_offset]));
        return m_offset;
    }

private:
    static bool isContinuation(char byte) {
        return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
    }

    std::string_view m_text;
    std::size_t m_offset;
    std::size_t m_character = 0; // that begins at m_offset
};

std::string textOf(const yaml_char_t* text, std::size_t size) {
    return {reinterpret_cast<const char*>(text), size};
}

// What YAML 1.2's core schema takes for "nothing here".
bool isNull(const Node& node) {
    return !node.quoted && (node.scalar.empty() || node.scalar == "~" || node.scalar == "null");
}

struct Size {
    std::size_t nodes = 1;
    std::size_t depth = 0; // of what is inside
};

Size sizeOf(const Node& node) {
    Size size;
    const auto add = [&](const Node& inner) {
        const auto [nodes, depth] = sizeOf(inner);
        size.nodes += nodes;
        size.depth = std::max(size.depth, depth + 1);
    };
    for (const auto& item : node.items)
        add(item);
    for (const auto& field : node.fields)
        add(field.value);
    return size;
}

// Adds the fields of "<<" that the mapping does not have itself.
void merge(Node& mapping) {
    const auto* merged = mapping.find("<<");
    if (!merged)
        return;
    std::vector<Node> sources = merged->items;
    if (merged->kind == Node::Kind::Mapping)
        sources = {*merged};
    std::erase_if(mapping.fields, [](const Field& field) { return field.name == "<<"; });
    std::set<std::string> own;
    for (const auto& field : mapping.fields)
        own.insert(field.name);
    for (const auto& source : sources)
        for (const auto& field : source.fields)
            if (own.insert(field.name).second)
                mapping.fields.push_back(field);
}

// Reads events and builds the tree; depth is bounded before the recursion could be.
class TreeBuilder {
public:
    TreeBuilder(yaml_parser_t& parser, std::string_view text, const std::string& source,
                const YamlLimits& limits)
        : m_parser(parser), m_text(text), m_offsets(text), m_source(source), m_limits(limits) {}
    ~TreeBuilder() { yaml_event_delete(&m_event); }
    TreeBuilder(const TreeBuilder&) = delete;
    TreeBuilder& operator=(const TreeBuilder&) = delete;

    Result<std::vector<Document>> documents() {
        std::vector<Document> list;
        for (;;) {
            CAUSEWAY_CHECK(next());
            if (m_event.type == YAML_STREAM_END_EVENT)
                return list;
            if (m_event.type != YAML_DOCUMENT_START_EVENT)
                continue;
            CAUSEWAY_CHECK(next());
            CAUSEWAY_TRY(auto root, node(0));
            m_anchored.clear();
            if (root.kind != Node::Kind::Null)
                list.push_back({m_source, std::move(root)});
        }
    }

private:
    Mark markOf(const yaml_mark_t& mark) {
        return {static_cast<std::uint32_t>(mark.line + 1),
                static_cast<std::uint32_t>(mark.column + 1), m_offsets.of(mark.index)};
    }

    Status next() {
        yaml_event_delete(&m_event);
        if (yaml_parser_parse(&m_parser, &m_event) != 0)
            return {};
        const auto* context = m_parser.context ? m_parser.context : "reading";
        const auto* problem = m_parser.problem ? m_parser.problem : "not YAML";
        // Bytes that are no characters have an offset only.
        const auto mark = m_parser.error == YAML_READER_ERROR ? markAt(m_parser.problem_offset)
                                                              : markOf(m_parser.problem_mark);
        if (isTabAt(mark))
            return refuse(mark, "found a tab where YAML allows spaces only; expected spaces");
        return refuse(mark, fmt::format("{}: {}", context, problem));
    }

    [[nodiscard]] bool isTabAt(const Mark& mark) const {
        std::size_t start = 0;
        for (std::uint32_t line = 1; line < mark.line && start != std::string_view::npos; ++line)
            if (start = m_text.find('\n', start); start != std::string_view::npos)
                ++start;
        if (start == std::string_view::npos)
            return false;
        const auto indent = m_text.substr(start, mark.column);
        return !indent.empty() && indent.find_first_not_of(" \t") == std::string_view::npos
               && indent.back() == '\t';
    }

    [[nodiscard]] Mark markAt(std::size_t offset) const {
        Mark mark{1, 1, std::min(offset, m_text.size())};
        for (const char c : m_text.substr(0, mark.offset)) {
            ++mark.column;
            if (c == '\n')
                mark = {mark.line + 1, 1, mark.offset};
        }
        return mark;
    }

    tl::unexpected<Error> refuse(const Mark& mark, std::string_view message) {
        return fail(ErrorKind::InvalidInput,
                    fmt::format("{}: {}", describe(m_source, mark), message));
    }

    // The event at hand begins a node; afterwards it is the node's last one.
    Result<Node> node(std::size_t depth) {
        const auto mark = markOf(m_event.start_mark);
        if (depth > m_limits.maxDepth)
            return refuse(mark,
                          fmt::format("found nesting deeper than {} levels", m_limits.maxDepth));
        if (++m_nodes > m_limits.maxNodes)
            return refuse(mark, fmt::format("found more than {} values", m_limits.maxNodes));
        switch (m_event.type) {
        case YAML_ALIAS_EVENT:
            return alias(depth);
        case YAML_SCALAR_EVENT:
            return scalar();
        case YAML_SEQUENCE_START_EVENT:
            return sequence(depth);
        case YAML_MAPPING_START_EVENT:
            return mapping(depth);
        default:
            return refuse(mark, "found no value");
        }
    }

    Result<Node> alias(std::size_t depth) {
        const auto mark = markOf(m_event.start_mark);
        if (!m_limits.lenient)
            return refuse(mark, "found an alias; expected the value itself (aliases are refused)");
        const std::string name(reinterpret_cast<const char*>(m_event.data.alias.anchor));
        const auto anchored = m_anchored.find(name);
        if (anchored == m_anchored.end())
            return refuse(mark, fmt::format("found *{}; expected an anchor &{} that ended before",
                                            name, name));
        const auto& [value, size] = anchored->second;
        m_nodes += size.nodes;
        if (m_nodes > m_limits.maxNodes)
            return refuse(mark, fmt::format("found aliases that make more than {} values",
                                            m_limits.maxNodes));
        if (depth + size.depth > m_limits.maxDepth)
            return refuse(
                mark, fmt::format("found aliases nested deeper than {} levels", m_limits.maxDepth));
        return value;
    }

    // `anchor` is "" when there is none. What is remembered is a copy, and counts as one.
    Result<Node> remember(std::string anchor, Node value) {
        if (anchor.empty())
            return value;
        const auto size = sizeOf(value);
        m_nodes += size.nodes;
        if (m_nodes > m_limits.maxNodes)
            return refuse(value.range.start,
                          fmt::format("found more than {} values", m_limits.maxNodes));
        m_anchored.insert_or_assign(std::move(anchor), std::pair(value, size));
        return value;
    }

    std::string anchorOf(const yaml_char_t* anchor) const {
        return anchor && m_limits.lenient ? reinterpret_cast<const char*>(anchor) : "";
    }

    Status refuseDecoration(const yaml_char_t* anchor, const yaml_char_t* tag) {
        const auto mark = markOf(m_event.start_mark);
        if (m_limits.lenient)
            return {};
        if (anchor)
            return refuse(mark, "found an anchor; expected none (anchors and aliases are refused)");
        if (tag)
            return refuse(mark, fmt::format("found the tag {}; expected none",
                                            reinterpret_cast<const char*>(tag)));
        return {};
    }

    Result<Node> scalar() {
        const auto& data = m_event.data.scalar;
        CAUSEWAY_CHECK(refuseDecoration(data.anchor, data.tag));
        Node result;
        result.kind = Node::Kind::Scalar;
        result.range = {markOf(m_event.start_mark), markOf(m_event.end_mark)};
        result.scalar = textOf(data.value, data.length);
        result.quoted = data.style != YAML_PLAIN_SCALAR_STYLE;
        if (isNull(result))
            result.kind = Node::Kind::Null;
        return remember(anchorOf(data.anchor), std::move(result));
    }

    Result<Node> sequence(std::size_t depth) {
        const auto& data = m_event.data.sequence_start;
        CAUSEWAY_CHECK(refuseDecoration(data.anchor, data.tag));
        auto anchor = anchorOf(data.anchor);
        Node result;
        result.kind = Node::Kind::Sequence;
        result.range.start = markOf(m_event.start_mark);
        for (;;) {
            CAUSEWAY_CHECK(next());
            result.range.end = markOf(m_event.end_mark);
            if (m_event.type == YAML_SEQUENCE_END_EVENT)
                return remember(std::move(anchor), std::move(result));
            CAUSEWAY_TRY(auto item, node(depth + 1));
            result.items.push_back(std::move(item));
        }
    }

    Result<Node> mapping(std::size_t depth) {
        const auto& data = m_event.data.mapping_start;
        CAUSEWAY_CHECK(refuseDecoration(data.anchor, data.tag));
        auto anchor = anchorOf(data.anchor);
        Node result;
        result.kind = Node::Kind::Mapping;
        result.range.start = markOf(m_event.start_mark);
        for (;;) {
            CAUSEWAY_CHECK(next());
            result.range.end = markOf(m_event.end_mark);
            if (m_event.type == YAML_MAPPING_END_EVENT) {
                if (!m_limits.lenient)
                    return refuseDuplicates(std::move(result));
                merge(result);
                return remember(std::move(anchor), std::move(result));
            }
            CAUSEWAY_TRY(auto field, this->field(depth));
            result.fields.push_back(std::move(field));
        }
    }

    Result<Field> field(std::size_t depth) {
        if (m_event.type != YAML_SCALAR_EVENT)
            return refuse(markOf(m_event.start_mark),
                          "found a key that is no text; expected a name");
        CAUSEWAY_TRY(auto name, scalar());
        CAUSEWAY_CHECK(next());
        CAUSEWAY_TRY(auto value, node(depth + 1));
        return Field{std::move(name.scalar), name.range, std::move(value)};
    }

    Result<Node> refuseDuplicates(Node mapping) {
        std::vector<const Field*> sorted;
        for (const auto& field : mapping.fields)
            sorted.push_back(&field);
        std::stable_sort(sorted.begin(), sorted.end(),
                         [](const Field* a, const Field* b) { return a->name < b->name; });
        const auto twice =
            std::adjacent_find(sorted.begin(), sorted.end(),
                               [](const Field* a, const Field* b) { return a->name == b->name; });
        if (twice != sorted.end())
            return refuse(
                (*std::next(twice))->nameRange.start,
                fmt::format("{0}: found it twice; expected one {0} (the other is in line {1})",
                            (*twice)->name, (*twice)->nameRange.start.line));
        return mapping;
    }

    yaml_parser_t& m_parser;
    std::string_view m_text;
    ByteOffsets m_offsets;
    const std::string& m_source;
    const YamlLimits& m_limits;
    yaml_event_t m_event{};
    std::size_t m_nodes = 0;
    std::map<std::string, std::pair<Node, Size>> m_anchored; // of this document
};

} // namespace

Result<std::vector<Document>> parseYaml(std::string_view text, std::string source,
                                        const YamlLimits& limits) {
    if (text.size() > limits.maxBytes)
        return fail(ErrorKind::InvalidInput, fmt::format("{}: found {} bytes; expected at most {}",
                                                         source, text.size(), limits.maxBytes));
    yaml_parser_t parser;
    CAUSEWAY_ASSERT(yaml_parser_initialize(&parser) == 1);
    const ScopeGuard guard([&] { yaml_parser_delete(&parser); });
    yaml_parser_set_input_string(&parser, reinterpret_cast<const unsigned char*>(text.data()),
                                 text.size());
    return TreeBuilder(parser, text, source, limits).documents();
}

const Node* Node::find(std::string_view name) const {
    for (const auto& field : fields)
        if (field.name == name)
            return &field.value;
    return nullptr;
}

std::string Node::describe() const {
    switch (kind) {
    case Kind::Null:
        return "nothing";
    case Kind::Sequence:
        return "a list";
    case Kind::Mapping:
        return "a mapping";
    case Kind::Scalar:
        break;
    }
    constexpr std::size_t kShown = 60;
    const auto shown = scalar.size() > kShown ? scalar.substr(0, kShown) + "…" : scalar;
    return quoted || shown.empty() ? fmt::format("\"{}\"", shown) : shown;
}

std::string describe(const std::string& source, const Mark& mark) {
    return fmt::format("{}:{}:{}", source, mark.line, mark.column);
}

} // namespace causeway::resource
