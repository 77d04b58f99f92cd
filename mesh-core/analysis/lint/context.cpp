// SPDX-License-Identifier: Apache-2.0
#include "analysis/lint/context.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <charconv>

namespace causeway::analysis {
namespace {

using resource::Node;
using resource::Object;

const Node* findIn(const Node& node, std::size_t offset) {
    if (node.range.start.offset == offset && node.kind == Node::Kind::Mapping)
        return &node;
    if (const auto* items = node.find("items")) // of a v1 List
        for (const auto& item : items->items)
            if (item.range.start.offset == offset)
                return &item;
    return nullptr;
}

// One step of "spec.rules[0].name": a name, or a number in brackets.
const Node* step(const Node* node, std::string_view& field) {
    if (field.starts_with('[')) {
        std::size_t index = 0;
        const auto end = std::min(field.find(']'), field.size());
        std::from_chars(field.data() + 1, field.data() + end, index);
        field.remove_prefix(std::min(end + 1, field.size()));
        return index < node->items.size() ? &node->items[index] : nullptr;
    }
    if (field.starts_with('.'))
        field.remove_prefix(1);
    const auto end = std::min(field.find_first_of(".["), field.size());
    const auto name = field.substr(0, end);
    field.remove_prefix(end);
    return node->find(name);
}

struct Lines {
    std::size_t first; // offset of the line's first character
    std::size_t end;   // behind its last, without the newline
};
Lines linesAround(const std::string& text, std::size_t start, std::size_t end) {
    const auto before = start == 0 ? std::string::npos : text.rfind('\n', start - 1);
    return {before == std::string::npos ? 0 : before + 1,
            std::min(text.find('\n', end), text.size())};
}

std::string prefixed(char sign, std::string_view block) {
    std::string result;
    while (!block.empty()) {
        const auto end = std::min(block.find('\n'), block.size());
        result += fmt::format("{}{}\n", sign, block.substr(0, end));
        block.remove_prefix(std::min(end + 1, block.size()));
    }
    return result;
}

// Behind a line that ends its file without a newline.
constexpr std::string_view kNoNewline = "\\ No newline at end of file\n";

} // namespace

Context::Context(const Judge& judge, const LintSources& sources)
    : m_judge(judge), m_sources(sources) {
    for (const auto& [source, text] : sources.texts)
        if (auto documents = resource::parseYaml(text, source))
            m_documents[source] = std::move(*documents);
}

std::vector<const Object*> Context::workloads(const std::string& namespace_) const {
    std::vector<const Object*> found;
    each<resource::ExternalWorkload>([&](const Object& object, const auto&) {
        if (object.metadata.namespace_ == namespace_)
            found.push_back(&object);
    });
    return found;
}

const Node* Context::rootOf(const Object& object) const {
    const auto documents = m_documents.find(object.origin.source);
    if (documents == m_documents.end())
        return nullptr;
    for (const auto& document : documents->second)
        if (const auto* root = findIn(document.root, object.origin.range.start.offset))
            return root;
    return nullptr;
}

const Node* Context::nodeOf(const Object& object, std::string_view field) const {
    const auto* node = rootOf(object);
    while (node && !field.empty())
        node = step(node, field);
    return node;
}

Finding& Context::report(std::string_view code, const Object& object, std::string field,
                         std::string message) {
    Finding finding;
    finding.code = code;
    finding.severity = checkInfo(code).severity;
    finding.object = object.ref();
    finding.source = object.origin.source;
    // Of a field that is not there, the nearest around it.
    std::string_view place = field;
    const auto* node = nodeOf(object, place);
    while (!node && !place.empty()) {
        place = place.substr(0, std::min(place.find_last_of(".["), place.size()));
        if (place.find_last_of(".[") == place.npos && !nodeOf(object, place))
            place = {};
        node = nodeOf(object, place);
    }
    finding.range = node && !place.empty() ? node->range : object.origin.range;
    finding.field = std::move(field);
    finding.message = std::move(message);
    m_findings.push_back(std::move(finding));
    return m_findings.back();
}

std::string Context::replaced(const Object& object, std::string_view field,
                              std::string_view with) const {
    const auto text = m_sources.texts.find(object.origin.source);
    const auto* node = nodeOf(object, field);
    if (text == m_sources.texts.end() || !node)
        return {};
    const auto from = node->range.start.offset;
    const auto to = node->range.end.offset;
    const auto lines = linesAround(text->second, from, to);
    const auto old = text->second.substr(lines.first, lines.end - lines.first);
    auto fresh = old;
    fresh.replace(from - lines.first, to - from, with);
    const auto& whole = text->second;
    // Counted, since to YAML more characters end a line than to a patch.
    const auto line = std::count(whole.data(), whole.data() + lines.first, '\n') + 1;
    const auto count = std::count(old.begin(), old.end(), '\n') + 1;
    const auto last = lines.end == whole.size() ? kNoNewline : std::string_view();
    return fmt::format("--- a/{0}\n+++ b/{0}\n@@ -{1},{2} +{1},{3} @@\n{4}{6}{5}{6}",
                       object.origin.source, line, count,
                       std::count(fresh.begin(), fresh.end(), '\n') + 1, prefixed('-', old),
                       prefixed('+', fresh), last);
}

std::string Context::appended(const Object& object, const std::string& document) const {
    const auto text = m_sources.texts.find(object.origin.source);
    if (text == m_sources.texts.end())
        return {};
    std::string_view whole = text->second;
    const bool isEnded = whole.ends_with('\n');
    const auto count = std::count(whole.begin(), whole.end(), '\n') + (isEnded ? 0 : 1);
    if (isEnded)
        whole.remove_suffix(1);
    const auto newline = whole.rfind('\n');
    const auto last = whole.substr(newline == whole.npos ? 0 : newline + 1);
    const auto kept = isEnded ? fmt::format(" {}\n", last)
                              : fmt::format("-{0}\n{1}+{0}\n", last, kNoNewline);
    const auto added = "---\n" + document;
    return fmt::format("--- a/{0}\n+++ b/{0}\n@@ -{1},1 +{1},{2} @@\n{3}{4}", object.origin.source,
                       count, 1 + std::count(added.begin(), added.end(), '\n'), kept,
                       prefixed('+', added));
}

} // namespace causeway::analysis
