// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/links/written_matrix.h"

#include "link/matrix_file.h"
#include "pages/common/words.h"
#include "widgets/figures.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace causeway::app::pages {

using causeway::link::LinkTimes;
using causeway::link::Picture;
using domain::LinkRef;
using theme::Status;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kMostBytes = 1024 * 1024;
constexpr std::string_view kTalk = "from,to,latency_ms\n"
                                   "aws,aws,10\naws,gcp,30\naws,azure,25\n"
                                   "azure,aws,60\nazure,gcp,20\nazure,azure,\n"
                                   "gcp,aws,60\ngcp,azure,20\ngcp,gcp,\n";

LinkRef refOf(const LinkTimes& link) {
    return {QString::fromStdString(link.from), QString::fromStdString(link.to)};
}

} // namespace

WrittenMatrix::WrittenMatrix(QString name, Picture picture)
    : m_name(std::move(name)), m_picture(std::move(picture)),
      m_accusations(causeway::link::diagnose(m_picture)) {}

Result<WrittenMatrix> WrittenMatrix::read(const QString& file) {
    QFile opened(file);
    if (!opened.open(QIODevice::ReadOnly))
        return fail(ErrorKind::Io, (file + u": "_s + opened.errorString()).toStdString());
    const QByteArray text = opened.read(kMostBytes);
    if (!opened.atEnd())
        return fail(ErrorKind::InvalidInput,
                    file.toStdString() + ": more than a megabyte; a matrix has at most 4096 rows");
    const QString name = QFileInfo(file).fileName();
    CAUSEWAY_TRY(auto picture,
                 causeway::link::parseMatrix({text.constData(), std::size_t(text.size())},
                                             name.toStdString()));
    return WrittenMatrix(name, std::move(picture));
}

WrittenMatrix WrittenMatrix::example() {
    auto picture = causeway::link::parseMatrix(kTalk, "example");
    return {tr("Example"), picture ? std::move(*picture) : Picture()};
}

std::optional<double> WrittenMatrix::latencyMs(const LinkRef& link) const {
    const LinkTimes* times = m_picture.find(link.from.toStdString(), link.to.toStdString());
    return times != nullptr && times->whole ? std::optional(times->whole->meanMs) : std::nullopt;
}

widgets::MatrixContent WrittenMatrix::content() const {
    widgets::MatrixContent content;
    content.notMeasured = Words::describe(domain::Health::NotMeasured);
    for (const std::string& site : m_picture.sites())
        content.rows << QString::fromStdString(site);
    content.columns = content.rows;
    for (const QString& from : content.rows)
        for (const QString& to : content.columns) {
            const LinkRef link{from, to};
            const auto ms = latencyMs(link);
            widgets::MatrixCell cell;
            cell.id = domain::Selection(link).id();
            cell.measured = ms.has_value();
            cell.figure = widgets::milliseconds(ms);
            const Accusation* accusation = concerning(m_accusations, link);
            cell.status = !ms               ? Status::Unknown
                          : accusation != nullptr ? Status::Degraded
                                                  : Status::Ok;
            if (ms && accusation != nullptr)
                cell.outlier = verdict(link).sentence;
            cell.spoken =
                tr("%1 to %2: %3").arg(from, to, ms ? cell.figure.text() : content.notMeasured);
            if (!cell.outlier.isEmpty())
                cell.spoken += u". "_s + cell.outlier;
            content.cells.push_back(std::move(cell));
        }
    return content;
}

std::optional<LinkRef> WrittenMatrix::chosen(const domain::Selection& selection) const {
    if (const auto* link = selection.as<LinkRef>(); link != nullptr && latencyMs(*link))
        return *link;
    const LinkTimes* slowest = nullptr;
    for (const LinkTimes& link : m_picture.links)
        if (link.whole
            && (m_accusations.empty()
                || concerning({m_accusations.front()}, refOf(link)) != nullptr)
            && (slowest == nullptr || link.whole->meanMs > slowest->whole->meanMs))
            slowest = &link;
    return slowest != nullptr ? std::optional(refOf(*slowest)) : std::nullopt;
}

LinkVerdict WrittenMatrix::verdict(const LinkRef& link) const {
    const auto ms = latencyMs(link);
    const auto back = link.from == link.to ? std::nullopt : latencyMs(link.reversed());
    const QString aside =
        back ? tr("way back %1").arg(widgets::milliseconds(back).text()) : QString();
    if (const Accusation* accusation = concerning(m_accusations, link))
        return LinkVerdict::of(link, ms, *accusation, aside);
    LinkVerdict verdict;
    verdict.status = Status::Ok;
    verdict.sentence = tr("%1 takes %2, and nothing stands out about it.")
                           .arg(Words::title(link), widgets::milliseconds(ms).text());
    verdict.evidence = aside;
    return verdict;
}

} // namespace causeway::app::pages
