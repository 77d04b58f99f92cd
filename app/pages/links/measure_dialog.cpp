// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/links/measure_dialog.h"

#include "pages/common/words.h"
#include "resource/parse.h"
#include "theme/type_scale.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>

namespace causeway::app::pages {

using namespace Qt::StringLiterals;

namespace {

// The object of the answer that leads to `target`; empty: there is none.
QString linkTo(const std::vector<sdk::Object>& objects, const QString& target) {
    for (const sdk::Object& object : objects) {
        const auto parsed =
            causeway::resource::parseObjects(object.yaml.toStdString(), object.name.toStdString());
        if (!parsed)
            continue;
        for (const causeway::resource::Object& each : *parsed)
            if (const auto* link = each.as<causeway::resource::Link>();
                link != nullptr && link->targetClusterName == target.toStdString())
                return QString::fromStdString(causeway::resource::serialize(each));
    }
    return {};
}

} // namespace

MeasureDialog::MeasureDialog(const Context& context, const domain::LinkRef& link, QWidget* parent)
    : QDialog(parent), m_context(context), m_link(link), m_yaml(new QPlainTextEdit(this)),
      m_state(new QLabel(this)), m_copy(new QPushButton(tr("Copy CLI"), this)),
      m_start(new QPushButton(tr("Start measuring"), this)) {
    setWindowTitle(tr("Measure %1").arg(Words::title(link)));
    auto* what = new QLabel(tr("With this object in %1 its gateways probe those of %2, once a "
                               "second and with at most 2 kB/s, and %1 mirrors what %2 exports.")
                                .arg(link.from, link.to),
                            this);
    what->setWordWrap(true);
    for (QLabel* label : {what, m_state}) // names and answers come from clusters
        label->setTextFormat(Qt::PlainText);
    m_yaml->setReadOnly(true);
    m_yaml->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_yaml->setAccessibleName(tr("The object as YAML"));
    m_yaml->setMinimumSize(theme::scaled(520), theme::scaled(240));
    m_state->setWordWrap(true);
    m_state->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    buttons->addButton(m_copy, QDialogButtonBox::ActionRole);
    buttons->addButton(m_start, QDialogButtonBox::AcceptRole);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 16);
    column->setSpacing(12);
    for (QWidget* part : std::initializer_list<QWidget*>{what, m_yaml, m_state, buttons})
        column->addWidget(part);
    m_copy->setEnabled(false);
    m_start->setEnabled(false);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_start, &QPushButton::clicked, this, [this] { apply(true); });
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(command()); });
    ask();
}

std::optional<QString> MeasureDialog::whoKnows(const Context& context,
                                               const domain::LinkRef& link) {
    if (!context.list || !context.apply || !context.source(link.from).fresh())
        return std::nullopt;
    for (const auto& [ref, known] : context.inventory().links())
        if (ref.to == link.to && ref.from != link.from && context.source(ref.from).fresh())
            return ref.from;
    return std::nullopt;
}

void MeasureDialog::say(const QString& what, const char* tone) {
    m_state->setProperty("tone", tone);
    m_state->style()->unpolish(m_state);
    m_state->style()->polish(m_state);
    m_state->setText(what);
}

void MeasureDialog::ask() {
    const auto cluster = whoKnows(m_context, m_link);
    const QPointer<MeasureDialog> self(this);
    const bool asked =
        cluster
        && m_context.list(*cluster, {u"Link"_s, {}}, [self](const sdk::ObjectsAnswer& answer) {
               if (self)
                   self->show(answer);
           });
    if (asked)
        say(tr("Asking %1 how it reaches %2…").arg(*cluster, m_link.to), "second");
    else
        say(tr("No cluster that answers has a link to %1: how it is reached is not known.")
                .arg(m_link.to),
            "failing");
}

void MeasureDialog::show(const sdk::ObjectsAnswer& answer) {
    if (!answer.objects) {
        say(QString::fromStdString(answer.objects.error().describe()), "failing");
        return;
    }
    const QString yaml = linkTo(*answer.objects, m_link.to);
    if (yaml.isEmpty()) {
        say(tr("Its link to %1 is gone meanwhile.").arg(m_link.to), "failing");
        return;
    }
    m_yaml->setPlainText(yaml);
    m_copy->setEnabled(true);
    const QString why = obstacle();
    m_start->setEnabled(why.isEmpty());
    say(why.isEmpty() ? tr("Nothing is changed before %1 has judged it.").arg(m_link.from) : why,
        why.isEmpty() ? "second" : "degraded");
}

QString MeasureDialog::obstacle() const {
    const QString role = m_context.source(m_link.from).role;
    if (role == "viewer"_L1)
        return tr("Your role in %1 is viewer: somebody with the role author has to apply it.")
            .arg(m_link.from);
    const domain::Cluster* cluster = m_context.store.fleet().cluster(m_link.from);
    if (cluster != nullptr && cluster->production
        && !(m_context.isUnlocked && m_context.isUnlocked()))
        return tr("%1 is production and locked: open the lock at the top first.")
            .arg(m_link.from);
    return {};
}

void MeasureDialog::apply(bool dryRun) {
    m_start->setEnabled(false);
    const sdk::Action action{m_yaml->toPlainText(),
                             u"measure the link %1"_s.arg(m_link.name()), dryRun};
    const QPointer<MeasureDialog> self(this);
    const bool asked =
        m_context.apply(m_link.from, action, [self, dryRun](const sdk::ActionAnswer& answer) {
            if (self)
                self->applied(answer, dryRun);
        });
    if (asked)
        say(dryRun ? tr("%1 judges it…").arg(m_link.from)
                   : tr("%1 applies it…").arg(m_link.from),
            "second");
    else
        say(tr("%1 does not answer.").arg(m_link.from), "failing");
}

void MeasureDialog::applied(const sdk::ActionAnswer& answer, bool dryRun) {
    if (!answer.applied) {
        say(QString::fromStdString(answer.applied.error().describe()), "failing");
        m_start->setEnabled(obstacle().isEmpty());
        return;
    }
    if (dryRun)
        apply(false);
    else
        accept();
}

QString MeasureDialog::command() const {
    return u"causewayctl --fleet '%1' --cluster %2 apply --reason 'measure the link %3' -f - "
           "<<'EOF'\n%4EOF\n"_s.arg(m_context.store.fleet().location, m_link.from, m_link.name(),
                                    m_yaml->toPlainText());
}

} // namespace causeway::app::pages
