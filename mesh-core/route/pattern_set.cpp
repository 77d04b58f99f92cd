// SPDX-License-Identifier: Apache-2.0
#include "route/pattern_set.h"

#include "route/pattern.h"

#include <re2/re2.h>
#include <re2/set.h>

#include <string>
#include <unordered_map>

namespace causeway::route {
namespace {

// For all patterns together; beyond it they are asked one by one.
constexpr std::int64_t kMaxMemory = 64 * 1024 * 1024;

re2::RE2::Options options() {
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(kMaxMemory);
    return options;
}

re2::StringPiece piece(std::string_view text) {
    return {text.data(), text.size()};
}

} // namespace

struct PatternSet::Automaton {
    re2::RE2::Set set{options(), re2::RE2::ANCHOR_BOTH};
    std::unordered_map<std::string, std::size_t> known;
    std::vector<Pattern> each;
    bool isCompiled = false;
};

PatternSet::PatternSet() = default;
PatternSet::~PatternSet() = default;
PatternSet::PatternSet(PatternSet&&) noexcept = default;
PatternSet& PatternSet::operator=(PatternSet&&) noexcept = default;

Result<std::size_t> PatternSet::add(std::string_view text) {
    if (!m_automaton)
        m_automaton = std::make_unique<Automaton>();
    auto& known = m_automaton->known;
    if (const auto found = known.find(std::string(text)); found != known.end())
        return found->second;
    CAUSEWAY_TRY(auto pattern, Pattern::compile(text));
    m_automaton->each.push_back(std::move(pattern));
    m_automaton->set.Add(piece(text), nullptr);
    return known.emplace(text, known.size()).first->second;
}

void PatternSet::compile() {
    if (m_automaton)
        m_automaton->isCompiled = m_automaton->set.Compile();
}

std::vector<int> PatternSet::matching(std::string_view text) const {
    std::vector<int> found;
    if (!m_automaton)
        return found;
    re2::RE2::Set::ErrorInfo error{re2::RE2::Set::kNoError};
    if (m_automaton->isCompiled && m_automaton->set.Match(piece(text), &found, &error))
        return found;
    if (m_automaton->isCompiled && error.kind == re2::RE2::Set::kNoError)
        return found;
    // The automaton grew too big: linear, and right.
    found.clear();
    for (std::size_t i = 0; i < m_automaton->each.size(); ++i)
        if (m_automaton->each[i].matches(text))
            found.push_back(static_cast<int>(i));
    return found;
}

} // namespace causeway::route
