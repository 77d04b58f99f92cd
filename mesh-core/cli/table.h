// SPDX-License-Identifier: Apache-2.0
// A table for people: aligned columns, two spaces apart, nothing wrapped. A value and a pure
// function.
#pragma once

#include <string>
#include <vector>

namespace causeway::cli {

enum class Tone { Plain, Good, Warning, Bad, Dim };

struct Cell {
    std::string text;
    Tone tone = Tone::Plain;
};

struct Column {
    enum class Align { Left, Right };
    std::string title;
    Align align = Align::Left;
    bool shrinks = false; // gives way, with an ellipsis, when the terminal is narrow
};

struct Table {
    std::vector<Column> columns;
    std::vector<std::vector<Cell>> rows; // each as long as columns
    std::string whenEmpty;               // said instead of an empty table
};

struct Paper {
    int columns = 0; // 0: unlimited
    bool colour = false;
};

// Lines with their newlines; no line ends in a space.
[[nodiscard]] std::string render(const Table& table, const Paper& paper);

// "●", "▲", "■", "○" with the word, in its tone: never colour alone.
[[nodiscard]] Cell stateCell(const std::string& state);

} // namespace causeway::cli
