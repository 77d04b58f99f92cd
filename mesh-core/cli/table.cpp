// SPDX-License-Identifier: Apache-2.0
#include "cli/table.h"

#include <algorithm>
#include <string_view>

namespace causeway::cli {

namespace {

constexpr std::string_view kGap = "  ";
constexpr std::string_view kEllipsis = "…";
constexpr int kLeast = 8; // of a column that shrinks

bool startsCharacter(char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
}

// Columns on a terminal; everything we print is one column a character.
int widthOf(std::string_view text) {
    return static_cast<int>(std::ranges::count_if(text, startsCharacter));
}

std::string cut(const std::string& text, int width) {
    if (widthOf(text) <= width)
        return text;
    std::size_t at = 0;
    for (int seen = 0; at < text.size(); ++at)
        if (startsCharacter(text[at]) && ++seen == width)
            break;
    return text.substr(0, at) + std::string(kEllipsis);
}

std::vector<int> widthsOf(const Table& table) {
    std::vector<int> widths;
    for (const auto& column : table.columns)
        widths.push_back(widthOf(column.title));
    for (const auto& row : table.rows)
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], widthOf(row[i].text));
    return widths;
}

// Takes what is too much from the widest column that shrinks, one character at a time.
void shrink(std::vector<int>& widths, const Table& table, int columns) {
    int total = -static_cast<int>(kGap.size());
    for (const int width : widths)
        total += width + static_cast<int>(kGap.size());
    for (; total > columns; --total) {
        int* widest = nullptr;
        for (std::size_t i = 0; i < widths.size(); ++i)
            if (table.columns[i].shrinks && widths[i] > kLeast
                && (widest == nullptr || widths[i] > *widest))
                widest = &widths[i];
        if (widest == nullptr)
            return;
        --*widest;
    }
}

std::string_view escapeOf(Tone tone) {
    switch (tone) {
    case Tone::Plain:
        return "";
    case Tone::Good:
        return "\033[32m";
    case Tone::Warning:
        return "\033[33m";
    case Tone::Bad:
        return "\033[31m";
    case Tone::Dim:
        return "\033[2m";
    }
    return "";
}

std::string paint(const std::string& text, Tone tone, bool colour) {
    if (!colour || tone == Tone::Plain || text.empty())
        return text;
    return std::string(escapeOf(tone)) + text + "\033[0m";
}

class Writer {
public:
    Writer(const Table& table, const Paper& paper)
        : m_table(table), m_paper(paper), m_widths(widthsOf(table)) {
        if (paper.columns > 0)
            shrink(m_widths, table, paper.columns);
    }

    void line(const std::vector<Cell>& cells) {
        std::string pending; // spaces are only written when something follows
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const std::string text = cut(cells[i].text, m_widths[i]);
            const std::string padding(static_cast<std::size_t>(m_widths[i] - widthOf(text)), ' ');
            const bool right = m_table.columns[i].align == Column::Align::Right;
            if (right)
                pending += padding;
            if (!text.empty()) {
                m_text += pending + paint(text, cells[i].tone, m_paper.colour);
                pending.clear();
            }
            pending += (right ? std::string() : padding) + std::string(kGap);
        }
        m_text += '\n';
    }
    std::string take() { return std::move(m_text); }

private:
    const Table& m_table;
    Paper m_paper;
    std::vector<int> m_widths;
    std::string m_text;
};

} // namespace

std::string render(const Table& table, const Paper& paper) {
    if (table.rows.empty())
        return table.whenEmpty.empty() ? std::string() : table.whenEmpty + "\n";
    Writer writer(table, paper);
    std::vector<Cell> titles;
    for (const auto& column : table.columns)
        titles.push_back({column.title, Tone::Dim});
    writer.line(titles);
    for (const auto& row : table.rows)
        writer.line(row);
    return writer.take();
}

Cell stateCell(const std::string& state) {
    if (state == "ok" || state == "live")
        return {"● " + state, Tone::Good};
    if (state == "degraded" || state == "warning")
        return {"▲ " + state, Tone::Warning};
    if (state == "failing" || state == "failed" || state == "unreachable" || state == "expired")
        return {"■ " + state, Tone::Bad};
    if (state == "not_measured")
        return {"○ not measured", Tone::Dim};
    return {"○ " + state, Tone::Dim};
}

} // namespace causeway::cli
