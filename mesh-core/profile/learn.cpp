// SPDX-License-Identifier: Apache-2.0
#include "profile/learn.h"

#include "profile/path_template.h"
#include "recording/likeness.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>

namespace causeway::profile {
namespace {

using recording::Likeness;
using recording::likenessOf;

constexpr std::size_t kMaxSegments = 64;
constexpr std::size_t kTooMany = 200;     // words at one place, whatever they lead to
constexpr std::size_t kMaxKept = 2'000;   // before they are judged: bounds the memory
constexpr std::size_t kEnoughPerhaps = 3; // that look alike are ids
constexpr std::string_view kAny = "{}";

struct PathTree {
    std::map<std::string, std::unique_ptr<PathTree>> next; // "{}" and "{}.pdf" are parameters
    std::uint64_t requests = 0;                            // that end here
    std::uint32_t line = 0;
};
using Tree = PathTree;

bool isParameter(std::string_view segment) {
    return segment.starts_with(kAny);
}

// "{}" for an id, "{}.pdf" for one with an extension, else the segment itself.
std::string keyOf(std::string_view segment) {
    if (likenessOf(segment) == Likeness::Id)
        return std::string(kAny);
    const auto dot = segment.rfind('.');
    if (dot != std::string_view::npos && dot > 0 && segment.size() - dot <= 6
        && likenessOf(segment.substr(0, dot)) == Likeness::Id)
        return std::string(kAny) + std::string(segment.substr(dot));
    return std::string(segment);
}

Tree& child(Tree& tree, const std::string& key) {
    auto& next = tree.next[key];
    if (!next)
        next = std::make_unique<Tree>();
    return *next;
}

void absorb(Tree& into, Tree& from) {
    into.requests += from.requests;
    into.line = into.line == 0 ? from.line : std::min(into.line, from.line);
    for (auto& [key, next] : from.next)
        absorb(child(into, key), *next);
}

// What can follow, without the words' own names: places of the same kind have the same.
std::string continuation(const Tree& tree) {
    std::string text = tree.requests > 0 ? "." : "";
    for (const auto& [key, next] : tree.next)
        text += "/" + key;
    return text;
}

// ".pdf" of "loan-123.pdf": what follows something that is perhaps an id.
std::string extensionOf(const std::string& word) {
    const auto dot = word.rfind('.');
    const bool isShort = dot != std::string::npos && dot > 0 && word.size() - dot <= 6;
    return isShort && likenessOf(word.substr(0, dot)) != Likeness::Word ? word.substr(dot) : "";
}

bool isPerhapsId(const std::string& word) {
    return !extensionOf(word).empty() || likenessOf(word) == Likeness::PerhapsId;
}

// Turns the given words of a place into a parameter.
void generalise(Tree& tree, const std::vector<std::string>& words) {
    for (const auto& word : words) {
        auto& any = child(tree, std::string(kAny) + extensionOf(word));
        auto node = std::move(tree.next.at(word));
        tree.next.erase(word);
        absorb(any, *node);
    }
}

std::vector<std::string> wordsOf(const Tree& tree) {
    std::vector<std::string> words;
    for (const auto& [key, next] : tree.next)
        if (!isParameter(key))
            words.push_back(key);
    return words;
}

// The words that lead to the same things as most others do.
std::vector<std::string> alike(const Tree& tree, const std::vector<std::string>& words) {
    std::map<std::string, std::vector<std::string>> byContinuation;
    for (const auto& word : words)
        byContinuation[continuation(*tree.next.at(word))].push_back(word);
    return std::ranges::max_element(byContinuation, {},
                                    [](const auto& entry) { return entry.second.size(); })
        ->second;
}

class Learner {
public:
    explicit Learner(const LearnOptions& options) : m_options(options) {}

    void add(const recording::Tuple& request) {
        auto* tree = &m_methods[std::string(request.method)];
        std::size_t segments = 0;
        for (auto rest = request.path.substr(0, request.path.find_first_of("?#")); !rest.empty();
             ++segments) {
            const auto slash = std::min(rest.find('/', 1), rest.size());
            auto key =
                segments < kMaxSegments ? keyOf(rest.substr(1, slash - 1)) : std::string(kAny);
            if (tree->next.size() >= kMaxKept && !tree->next.contains(key))
                key = kAny;
            tree = &child(*tree, key);
            rest.remove_prefix(slash);
            if (segments >= kMaxSegments)
                break;
        }
        tree->requests += request.count;
        tree->line = tree->line == 0 ? request.line : tree->line;
    }

    // Calls take(method, template with "{}", place) for every end.
    template <typename Take> void finish(Take take) {
        for (auto& [method, tree] : m_methods) {
            judge(tree, false);
            walk(method, "", tree, take);
        }
    }

private:
    // RPCs are words however many there are: below a service's full name.
    void judge(Tree& tree, bool isService) {
        auto words = wordsOf(tree);
        std::vector<std::string> perhaps;
        for (const auto& word : words)
            if (isPerhapsId(word))
                perhaps.push_back(word);
        if (perhaps.size() >= kEnoughPerhaps
            || (!perhaps.empty() && tree.next.contains(std::string(kAny)))) {
            generalise(tree, perhaps);
            words = wordsOf(tree);
        }
        if (words.size() > kTooMany && !isService)
            generalise(tree, words);
        else if (words.size() > m_options.maxWords && !isService)
            if (const auto same = alike(tree, words); same.size() > m_options.maxWords)
                generalise(tree, same);
        for (auto& [key, next] : tree.next)
            judge(*next, key.find('.') != std::string::npos && !isParameter(key));
    }

    template <typename Take>
    void walk(const std::string& method, const std::string& path, const Tree& tree, Take& take) {
        if (tree.requests > 0)
            take(method, path.empty() ? "/" : path, tree);
        for (const auto& [key, next] : tree.next)
            walk(method, path + "/" + key, *next, take);
    }

    const LearnOptions& m_options;
    std::map<std::string, Tree> m_methods;
};

// "loan" of "loans", "entry" of "entries"; what is no plural stays.
std::string singular(std::string word) {
    if (word.ends_with("ies") && word.size() > 4)
        return word.substr(0, word.size() - 3) + "y";
    if (word.ends_with("sses") || word.ends_with("xes"))
        return word.substr(0, word.size() - 2);
    if (word.ends_with('s') && !word.ends_with("ss") && word.size() > 2)
        word.pop_back();
    return word;
}

// Parameters are called after the word before them: "/loans/{}" is "/loans/{loan}".
std::string named(std::string_view path) {
    std::string result;
    std::string before;
    std::set<std::string> used;
    while (!path.empty()) {
        const auto slash = std::min(path.find('/', 1), path.size());
        const auto segment = path.substr(1, slash - 1);
        path.remove_prefix(slash);
        result += '/';
        if (!isParameter(segment)) {
            before = singular(std::string(segment));
            result += segment;
            continue;
        }
        const bool isName = !before.empty() && before.find_first_of(".{}") == std::string::npos;
        const auto base = isName ? before : std::string("id");
        auto name = base;
        for (int i = 2; !used.insert(name).second; ++i)
            name = base + std::to_string(i);
        result += "{" + name + "}" + std::string(segment.substr(kAny.size()));
        before.clear();
    }
    return result;
}

// "/bank.loans.v1.Loans/Get"
void recogniseRpc(Operation& operation) {
    const std::string_view path = operation.path;
    const auto slash = path.find('/', 1);
    if (operation.method != "POST" || slash == std::string_view::npos
        || path.find('/', slash + 1) != std::string_view::npos || isTemplate(path))
        return;
    const auto service = path.substr(1, slash - 1);
    const auto method = path.substr(slash + 1);
    const auto isWord = [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '_' || c == '.';
    };
    const auto last = service.rfind('.');
    if (last == std::string_view::npos || last + 1 == service.size() || method.empty()
        || !std::ranges::all_of(service, isWord) || !std::ranges::all_of(method, isWord)
        || std::isupper(static_cast<unsigned char>(service[last + 1])) == 0)
        return;
    operation.rpcService = service;
    operation.rpcMethod = method;
}

} // namespace

std::vector<Operation> learnOperations(const std::vector<recording::Tuple>& requests,
                                       const LearnOptions& options, const std::string& source,
                                       Findings& findings) {
    Learner learner(options);
    for (const auto& request : requests)
        learner.add(request);
    std::vector<Operation> operations;
    learner.finish([&](const std::string& method, const std::string& path, const Tree& tree) {
        Operation operation;
        operation.method = method;
        operation.path = named(path);
        operation.name = method + " " + operation.path;
        operation.place = {source, {tree.line, 1, 0}, ""};
        recogniseRpc(operation);
        operations.push_back(std::move(operation));
    });
    std::ranges::sort(operations, {}, [](const Operation& operation) {
        return std::tie(operation.path, operation.method);
    });
    findOverlaps(operations, findings);
    return operations;
}

} // namespace causeway::profile
