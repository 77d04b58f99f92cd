// SPDX-License-Identifier: Apache-2.0
#include "analysis/lint/context.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cctype>
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
    if (const auto* last = node->find(field)) { // whose name may have dots: an annotation
        field = {};
        return last;
    }
    const auto end = std::min(field.find_first_of(".["), field.size());
    const auto name = field.substr(0, end);
    field.remove_prefix(end);
    return node->find(name);
}

std::string lowered(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return result;
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

std::string Context::known(std::string_view kind, const std::string& namespace_) const {
    constexpr int kShown = 8;
    std::string names;
    int count = 0;
    for (const auto* object : set().all())
        if (object->kind() == kind && object->metadata.namespace_ == namespace_ && ++count <= kShown)
            names += (names.empty() ? "" : ", ") + object->metadata.name;
    return count == 0 ? fmt::format("no {} is in namespace {}", kind, namespace_)
                      : fmt::format("{} of {}: {}{}", kind, namespace_, names,
                                    count > kShown ? fmt::format(" and {} more", count - kShown)
                                                   : std::string());
}

std::vector<ForeignObject> Context::foreign(std::string_view group, std::string_view kind) const {
    const auto textOf = [](const Node* node, std::string_view name) {
        const auto* value = node ? node->find(name) : nullptr;
        return value ? value->scalar : std::string();
    };
    std::vector<ForeignObject> found;
    for (const auto& [source, documents] : m_documents)
        for (const auto& document : documents) {
            const auto& root = document.root;
            const auto* metadata = root.find("metadata");
            const auto* spec = root.find("spec");
            if (!spec || textOf(&root, "kind") != kind
                || !textOf(&root, "apiVersion").starts_with(fmt::format("{}/", group)))
                continue;
            const auto space = textOf(metadata, "namespace");
            found.push_back({{std::string(group), lowered(kind), textOf(metadata, "name"),
                              space.empty() ? "default" : space},
                             &document,
                             spec});
        }
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

std::string Context::objections(const Object& object) const {
    const auto* status = nodeOf(object, "status");
    std::string text;
    const auto read = [&](const Node& owner) {
        const auto* conditions = owner.find("conditions");
        for (const auto& condition : conditions ? conditions->items : std::vector<Node>()) {
            const auto of = [&](std::string_view name) {
                const auto* value = condition.find(name);
                return value ? value->scalar : std::string();
            };
            if ((of("status") == "False") != (of("type") == "Conflicted"))
                text += fmt::format("{}{}: {} ({})", text.empty() ? "" : ", ", of("type"),
                                    of("status"), of("reason"));
        }
    };
    if (!status)
        return {};
    read(*status);
    const auto* parents = status->find("parents");
    for (const auto& parent : parents ? parents->items : std::vector<Node>())
        read(parent);
    return text;
}

Finding& Context::add(std::string_view code, const Node* root, std::string field,
                      std::string message) {
    const auto nodeAt = [&](std::string_view path) {
        const auto* node = root;
        while (node && !path.empty())
            node = step(node, path);
        return node;
    };
    Finding finding;
    finding.code = code;
    finding.severity = checkInfo(code).severity;
    // Of a field that is not there, the nearest around it.
    std::string_view place = field;
    const auto* node = nodeAt(place);
    while (!node && !place.empty()) {
        const auto end = place.find_last_of(".[");
        place = place.substr(0, end == place.npos ? 0 : end);
        node = nodeAt(place);
    }
    if (node)
        finding.range = node->range;
    finding.field = std::move(field);
    finding.message = std::move(message);
    m_findings.push_back(std::move(finding));
    return m_findings.back();
}

Finding& Context::report(std::string_view code, const Object& object, std::string field,
                         std::string message) {
    const auto* root = rootOf(object);
    auto& finding = add(code, root, std::move(field), std::move(message));
    if (!root)
        finding.range = object.origin.range;
    finding.object = object.ref();
    finding.source = object.origin.source;
    return finding;
}

Finding& Context::report(std::string_view code, const ForeignObject& object, std::string field,
                         std::string message) {
    auto& finding = add(code, &object.document->root, std::move(field), std::move(message));
    finding.object = object.ref;
    finding.source = object.document->source;
    return finding;
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
