// SPDX-License-Identifier: Apache-2.0
#include "profile/references.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <charconv>

namespace causeway::profile {
namespace {

using resource::Node;

constexpr std::size_t kMaxBytes = 64 * 1024 * 1024; // of all documents together
constexpr std::size_t kMaxDocuments = 500;
constexpr std::size_t kMaxChain = 100;
constexpr resource::YamlLimits kLimits{
    .maxBytes = kMaxBytes, .maxDepth = 200, .maxNodes = 4'000'000, .lenient = true};

// The code unit that "\\uXXXX" at the front stands for; 0 for anything else.
unsigned codeUnit(std::string_view text) {
    unsigned value = 0;
    if (text.size() < 6 || !text.starts_with("\\u"))
        return 0;
    const auto* begin = text.data() + 2;
    return std::from_chars(begin, begin + 4, value, 16).ptr == begin + 4 ? value : 0;
}

// JSON escapes what is outside the first plane as two surrogates, which YAML does not know.
std::string withoutSurrogates(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    while (!text.empty()) {
        const auto plain = std::min(text.find('\\'), text.size());
        result += text.substr(0, plain);
        text.remove_prefix(plain);
        const auto high = codeUnit(text);
        const auto low = text.size() > 6 ? codeUnit(text.substr(6)) : 0;
        const bool isHigh = high >= 0xd800 && high < 0xdc00;
        const bool isPair = isHigh && low >= 0xdc00 && low < 0xe000;
        std::size_t taken = std::min<std::size_t>(2, text.size());
        if (isPair)
            result += fmt::format("\\U{:08x}", 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00));
        else if (high >= 0xd800 && high < 0xe000)
            result += "\\ufffd";
        else
            result += text.substr(0, taken);
        taken = isPair ? 12 : high >= 0xd800 && high < 0xe000 ? 6 : taken;
        text.remove_prefix(taken);
    }
    return result;
}

bool isJson(std::string_view text) {
    const auto first = text.find_first_not_of("\xef\xbb\xbf \t\r\n");
    return first != std::string_view::npos && text[first] == '{';
}

// "https:", "urn:", "file:", "//host", "/etc": whatever is not relative.
bool isElsewhere(std::string_view reference) {
    const auto colon = reference.find(':');
    return reference.starts_with('/') || reference.starts_with('\\')
           || (colon != std::string_view::npos && colon < reference.find_first_of("/#?"));
}

std::string decodePercent(std::string_view text) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned char byte = 0;
        const auto* digits = text.data() + i + 1;
        if (text[i] == '%' && i + 2 < text.size()
            && std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2) {
            decoded += static_cast<char>(byte);
            i += 2;
        } else {
            decoded += text[i];
        }
    }
    return decoded;
}

std::string decodeToken(std::string token) {
    for (const auto& [escape, character] : {std::pair{"~1", "/"}, std::pair{"~0", "~"}})
        for (auto at = token.find(escape); at != std::string::npos; at = token.find(escape, at + 1))
            token.replace(at, 2, character);
    return token;
}

// One step of a JSON pointer.
const Node* step(const Node& node, const std::string& token) {
    if (node.kind != Node::Kind::Sequence)
        return node.find(token);
    std::size_t index = 0;
    const auto* end = token.data() + token.size();
    const auto [stop, error] = std::from_chars(token.data(), end, index);
    const bool isIndex = error == std::errc() && stop == end && index < node.items.size();
    return isIndex ? &node.items[index] : nullptr;
}

const Node* at(const Node& root, std::string_view pointer) {
    const auto* node = &root;
    while (node && !pointer.empty()) {
        pointer.remove_prefix(1);
        const auto slash = std::min(pointer.find('/'), pointer.size());
        node = step(*node, decodeToken(decodePercent(pointer.substr(0, slash))));
        pointer.remove_prefix(slash);
    }
    return node;
}

} // namespace

std::optional<Located> References::root() {
    const auto* node = document(m_file.source, {m_file.source, {}, ""});
    return node ? std::optional(Located{node, m_file.source}) : std::nullopt;
}

std::optional<Located> References::resolve(const Located& from, const std::string& field) {
    Located here = from;
    std::vector<std::string> chain;
    std::vector<const Node*> passed{from.node};
    for (;;) {
        const auto* ref = here.node->find("$ref");
        if (!ref)
            return here;
        chain.push_back(ref->scalar);
        const auto next = follow(here, *ref, field + ".$ref");
        if (!next)
            return std::nullopt;
        if (std::ranges::find(passed, next->node) != passed.end() || passed.size() > kMaxChain) {
            chain.resize(std::min<std::size_t>(chain.size(), 10));
            m_findings.add(Severity::Error, "reference-cycle",
                           {from.source, from.node->find("$ref")->range.start, field + ".$ref"},
                           fmt::format("found a cycle of references: {}; expected one that ends",
                                       fmt::join(chain, " → ")));
            return std::nullopt;
        }
        passed.push_back(next->node);
        here = *next;
    }
}

std::optional<Located> References::follow(const Located& from, const Node& ref,
                                          const std::string& field) {
    const Place place{from.source, ref.range.start, field};
    const auto refuse = [&](std::string_view code, std::string message) {
        m_findings.add(Severity::Error, code, place, std::move(message));
        return std::nullopt;
    };
    const std::string_view text = ref.scalar;
    if (ref.kind != Node::Kind::Scalar || text.empty())
        return refuse("reference", fmt::format("found {}; expected a reference such as "
                                               "#/components/pathItems/Loan",
                                               ref.describe()));
    const auto hash = std::min(text.find('#'), text.size());
    const auto path = decodePercent(text.substr(0, hash));
    if (isElsewhere(text) || isElsewhere(path))
        return refuse("remote-reference",
                      fmt::format("found {}; expected a reference into this file or one beside it: "
                                  "remote and absolute ones are refused",
                                  text));
    const auto pointer = text.substr(std::min(hash + 1, text.size()));
    if (!pointer.empty() && !pointer.starts_with('/'))
        return refuse("reference",
                      fmt::format("found {}; expected # and a path that begins with /", text));
    const auto source = hash == 0 ? from.source : besides(from.source, path);
    if (source.empty() || source.ends_with('/'))
        return refuse("reference", fmt::format("found {}, a folder; expected a file", text));
    const auto* root = document(source, place);
    if (!root)
        return std::nullopt;
    const auto* node = at(*root, pointer);
    // Without its words: the file may be one that whoever reads the message should not see.
    if (!node || node->kind != Node::Kind::Mapping)
        return refuse("reference",
                      fmt::format("found {}, where {} is; expected a mapping there", text,
                                  !node                                  ? "nothing"
                                  : node->kind == Node::Kind::Sequence ? "a list"
                                                                       : "a text"));
    return Located{node, source};
}

const Node* References::document(const std::string& source, const Place& asked) {
    const auto known = m_documents.find(source);
    if (known != m_documents.end())
        return known->second ? &known->second->root : nullptr;
    m_documents.emplace(source, nullptr);
    if (source == m_file.source)
        return parse(source, m_file.text);
    if (m_documents.size() > kMaxDocuments) {
        m_findings.add(Severity::Error, "too-large", asked,
                       fmt::format("found references to more than {} files", kMaxDocuments));
        return nullptr;
    }
    auto text = m_file.load(source);
    if (text)
        return parse(source, *std::move(text));
    m_findings.add(Severity::Error, "missing-file", asked,
                   fmt::format("found a reference to {}: {}", source, text.error().describe()));
    return nullptr;
}

const Node* References::parse(const std::string& source, std::string text) {
    m_bytes += text.size();
    if (m_bytes > kMaxBytes) {
        m_findings.add(Severity::Error, "too-large", {source, {}, ""},
                       fmt::format("found more than {} bytes in all", kMaxBytes));
        return nullptr;
    }
    if (isJson(text))
        text = withoutSurrogates(text);
    auto documents = resource::parseYaml(text, source, kLimits);
    if (!documents) {
        m_findings.add(documents.error(), source);
        return nullptr;
    }
    if (documents->size() != 1) {
        const auto second =
            documents->size() > 1 ? documents->at(1).root.range.start : resource::Mark();
        m_findings.add(Severity::Error, "one-document", {source, second, ""},
                       fmt::format("found {} documents; expected one", documents->size()));
        return nullptr;
    }
    auto& place = m_documents[source];
    place = std::make_unique<resource::Document>(std::move(documents->front()));
    return &place->root;
}

} // namespace causeway::profile
