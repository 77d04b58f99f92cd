// SPDX-License-Identifier: Apache-2.0
// Which operations are in each other's way: a tree of path segments for each method, so that ten
// thousand operations need no hundred million comparisons.
#include "profile/path_template.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <map>
#include <memory>

namespace causeway::profile {
namespace {

// A segment is text, or text around one or more parts that match anything.
struct Shape {
    std::string prefix;
    std::string suffix;
    bool isText = true;

    auto operator<=>(const Shape&) const = default;
};

Shape shapeOf(std::string_view segment) {
    const auto open = segment.find('{');
    const auto close = segment.rfind('}');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open)
        return {std::string(segment), "", true};
    return {std::string(segment.substr(0, open)), std::string(segment.substr(close + 1)), false};
}

bool isAround(const Shape& shape, const std::string& text) {
    return text.size() >= shape.prefix.size() + shape.suffix.size()
           && text.starts_with(shape.prefix) && text.ends_with(shape.suffix);
}

// Whether some text has both shapes.
bool meet(const Shape& a, const Shape& b) {
    if (a.isText)
        return b.isText ? a.prefix == b.prefix : isAround(b, a.prefix);
    if (b.isText)
        return isAround(a, b.prefix);
    const auto& [shorter, longer] =
        std::minmax(a.prefix, b.prefix, [](auto& x, auto& y) { return x.size() < y.size(); });
    const auto& [shortTail, longTail] =
        std::minmax(a.suffix, b.suffix, [](auto& x, auto& y) { return x.size() < y.size(); });
    return longer.starts_with(shorter) && longTail.ends_with(shortTail);
}

// Whether every text of shape b has shape a.
bool covers(const Shape& a, const Shape& b) {
    if (a.isText)
        return b.isText && a.prefix == b.prefix;
    if (b.isText)
        return isAround(a, b.prefix);
    return b.prefix.starts_with(a.prefix) && b.suffix.ends_with(a.suffix);
}

struct Segments {
    std::map<Shape, std::unique_ptr<Segments>> next;
    const Operation* end = nullptr;
};

class Overlaps {
public:
    explicit Overlaps(Findings& findings) : m_findings(findings) {}

    void add(const Operation& operation) {
        std::vector<Shape> path;
        for (std::string_view rest = operation.path; !rest.empty();) {
            const auto slash = rest.find('/', 1);
            path.push_back(shapeOf(rest.substr(1, slash == rest.npos ? slash : slash - 1)));
            rest = slash == rest.npos ? std::string_view() : rest.substr(slash);
        }
        if (path.size() > kMaxSegments)
            return;
        auto& root = m_methods[operation.method];
        m_isCovered = false;
        compare(root, {path, 0, true, true}, operation);
        auto* node = &root;
        for (auto& shape : path) {
            auto& next = node->next[shape];
            if (!next)
                next = std::make_unique<Segments>();
            node = next.get();
        }
        if (!node->end)
            node->end = &operation;
    }

private:
    struct Walk {
        const std::vector<Shape>& path;
        std::size_t at;
        bool isCovered; // so far, the earlier takes all of the later's requests
        bool isInside;  // so far, the later would take all of the earlier's
    };

    void compare(const Segments& node, Walk walk, const Operation& later) {
        if (m_isCovered || ++m_steps > kMaxSteps)
            return;
        if (walk.at == walk.path.size()) {
            if (node.end)
                tell(*node.end, later, walk);
            return;
        }
        const auto& wanted = walk.path[walk.at];
        for (const auto& [shape, next] : node.next)
            if (meet(shape, wanted))
                compare(*next,
                        {walk.path, walk.at + 1, walk.isCovered && covers(shape, wanted),
                         walk.isInside && covers(wanted, shape)},
                        later);
    }

    void tell(const Operation& earlier, const Operation& later, const Walk& walk) {
        m_isCovered = walk.isCovered;
        const bool isSame = pathRegex(earlier.path) == pathRegex(later.path);
        const auto line = earlier.place.at.line;
        const auto other = fmt::format("{} (line {})", earlier.name, line);
        if (isSame)
            m_findings.add(Severity::Warning, "duplicate-operation", later.place,
                           fmt::format("found {}, which matches the same requests as {}; expected "
                                       "one of them: this one never gets a request",
                                       later.name, other));
        else if (walk.isCovered)
            m_findings.add(Severity::Warning, "shadowed-operation", later.place,
                           fmt::format("found {}, all of whose requests {} takes; expected paths "
                                       "that differ: this one never gets a request",
                                       later.name, other));
        else if (!walk.isInside) // "/loans/own" before "/loans/{id}" is what everybody means
            m_findings.add(Severity::Warning, "ambiguous-path", later.place,
                           fmt::format("found {}, some of whose requests {} matches too; expected "
                                       "paths that differ: the first takes them",
                                       later.name, other));
    }

    static constexpr std::size_t kMaxSegments = 256; // of one path: the tree is walked recursively
    static constexpr std::size_t kMaxSteps = 5'000'000;
    Findings& m_findings;
    std::map<std::string, Segments> m_methods;
    std::size_t m_steps = 0;
    bool m_isCovered = false;
};

} // namespace

void findOverlaps(const std::vector<Operation>& operations, Findings& findings) {
    Overlaps overlaps(findings);
    for (const auto& operation : operations)
        overlaps.add(operation);
}

} // namespace causeway::profile
