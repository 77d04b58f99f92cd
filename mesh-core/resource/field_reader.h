// SPDX-License-Identifier: Apache-2.0
// Reads a YAML mapping strictly: a required field that is missing, a field of the wrong type and a
// field that nobody asked for are problems, all of them told, each with its place. Reading goes on
// after a problem with a default value, so that one look shows everything; whether the result may
// be used is what Problems::status() says. Pure; a reader refers to its node and its Problems.
//
//     FieldReader spec(node, "spec", problems);
//     server.port = spec.number<std::uint16_t>("port", {1, 65535});
//     server.name = spec.textOr("name", "");
//
#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "resource/yaml.h"

#include <functional>
#include <initializer_list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace causeway::resource {

class Problems {
public:
    explicit Problems(std::string source) : m_source(std::move(source)) {}

    void add(const Range& range, std::string field, std::string message);
    [[nodiscard]] bool empty() const { return m_list.empty(); }
    [[nodiscard]] const std::vector<Problem>& list() const { return m_list; }
    // "file:line:column: field: found X; expected Y"
    [[nodiscard]] std::string describe(const Problem& problem) const;
    // All problems, a line each, as one InvalidInput.
    [[nodiscard]] Status status() const;

private:
    std::string m_source;
    std::vector<Problem> m_list;
};

struct Bounds {
    std::int64_t min = 0;
    std::int64_t max = 0;
};

class FieldReader {
public:
    FieldReader(const Node& node, std::string path, Problems& problems);
    // Tells the fields that were not asked for: strictness cannot be forgotten.
    ~FieldReader();
    FieldReader(FieldReader&& other) noexcept;
    FieldReader& operator=(FieldReader&&) = delete;

    [[nodiscard]] bool has(std::string_view name) const;
    // The raw value; counts as asked for. Null when absent.
    [[nodiscard]] const Node* node(std::string_view name);
    // Known, and of no interest: status, managedFields.
    void ignore(std::initializer_list<std::string_view> names);

    [[nodiscard]] std::string text(std::string_view name); // required, not empty
    [[nodiscard]] std::string textOr(std::string_view name, std::string_view fallback);
    [[nodiscard]] std::vector<std::string> texts(std::string_view name); // absent: none
    [[nodiscard]] std::map<std::string, std::string> textMap(std::string_view name);
    [[nodiscard]] bool flagOr(std::string_view name, bool fallback);

    template <typename T> [[nodiscard]] T number(std::string_view name, Bounds bounds) {
        return static_cast<T>(integer(name, bounds, std::nullopt));
    }
    template <typename T>
    [[nodiscard]] T numberOr(std::string_view name, Bounds bounds, T fallback) {
        return static_cast<T>(integer(name, bounds, static_cast<std::int64_t>(fallback)));
    }
    // "10s", "1m30s", "250ms" (Gateway API's grammar; also "0").
    [[nodiscard]] std::optional<Duration> duration(std::string_view name);

    // One of the words; the first is the default when the field is absent and not required.
    template <typename T>
    [[nodiscard]] T oneOf(std::string_view name,
                          std::initializer_list<std::pair<std::string_view, T>> words,
                          bool required = false) {
        std::vector<std::string_view> names;
        for (const auto& word : words)
            names.push_back(word.first);
        return (words.begin() + word(name, names, required))->second;
    }

    // A field that may be left away and has one meaning only: "protocol: TCP".
    void only(std::string_view name, std::string_view word);

    [[nodiscard]] FieldReader object(std::string_view name); // required
    [[nodiscard]] std::optional<FieldReader> objectOr(std::string_view name);
    [[nodiscard]] std::vector<FieldReader> objects(std::string_view name); // absent: none

    // A problem of the field `name` (of the mapping itself when empty).
    void problem(std::string_view name, std::string message);
    // Of one item of the list `name`.
    void itemProblem(std::string_view name, std::size_t item, std::string message);
    // The same, worded "found X; expected Y".
    void expected(std::string_view name, std::string_view what);
    // Of any node of the document, wherever the reader stands.
    void problemAt(const Node& node, std::string field, std::string_view expected);

    [[nodiscard]] const std::string& path() const { return m_path; }
    [[nodiscard]] const Range& range() const { return m_node->range; }
    [[nodiscard]] std::string pathOf(std::string_view name) const;

private:
    [[nodiscard]] const Node* required(std::string_view name, std::string_view what);
    [[nodiscard]] std::int64_t integer(std::string_view name, Bounds bounds,
                                       std::optional<std::int64_t> fallback);
    [[nodiscard]] std::ptrdiff_t word(std::string_view name,
                                      const std::vector<std::string_view>& words, bool required);

    const Node* m_node;
    std::string m_path;
    Problems* m_problems; // null once moved from
    std::set<std::string, std::less<>> m_asked;
};

// "10s", "1m30s", "250ms", "0"; nothing when the text is none.
[[nodiscard]] std::optional<Duration> parseDuration(std::string_view text);
[[nodiscard]] std::string serializeDuration(Duration duration);

} // namespace causeway::resource
