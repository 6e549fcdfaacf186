#define _GNU_SOURCE
#include "CLibEdit.h"

#include <errno.h>
#include <fcntl.h>
#include <histedit.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

_Static_assert(sizeof(wchar_t) == sizeof(uint32_t), "a wide character must hold a Unicode scalar");

/* So that a usual statement never needs more room than there is from the start. */
#define CLE_SPARE_ROOM ((size_t)4096)

/* Whether the terminal is set for editing; for a signal that ends the process. */
static atomic_bool is_editing;

struct cle_editor {
  EditLine *line;
  HistoryW *no_history;
  FILE *input, *output, *errors;
  wchar_t *prompt;
  size_t room; /* scalars that fit in libedit's buffers */
  cle_callbacks callbacks;
};

/* ---- Callbacks: libedit hands over only its own pointer, so the caller's context is fetched from it. ---- */

static cle_editor *owner(EditLine *line) {
  void *context = NULL;
  el_get(line, EL_CLIENTDATA, &context);
  return context;
}

static wchar_t *prompt_of(EditLine *line) { return owner(line)->prompt; }

/* Some of vi's commands, `e` on an empty line, leave the cursor before the text; the next would write there. */
static void keep_cursor_in_text(EditLine *line) {
  const LineInfoW *info = el_wline(line);
  if (info->cursor < info->buffer) el_cursor(line, (int)(info->buffer - info->cursor));
  if (info->cursor > info->lastchar) el_cursor(line, (int)(info->lastchar - info->cursor));
}

/*
 * libedit's deletions (`c_delafter`) read as far behind the text as they delete, so the buffers are kept twice as
 * long as the text. They never shrink, and grow when something is inserted. In vi mode the deletion of what was
 * inserted replaces what `u` and `p` know, hence the large steps.
 */
static void keep_room(cle_editor *editor) {
  const LineInfoW *info = el_wline(editor->line);
  size_t length = (size_t)(info->lastchar - info->buffer);
  size_t needed = 2 * length + CLE_SPARE_ROOM;
  if (needed <= editor->room) return;
  int cursor = el_cursor(editor->line, 0);
  size_t count = 2 * needed - length;
  wchar_t *blanks = malloc((count + 1) * sizeof *blanks);
  if (blanks == NULL) abort();
  wmemset(blanks, L' ', count);
  blanks[count] = L'\0';
  el_cursor(editor->line, (int)length - cursor);
  if (el_winsertstr(editor->line, blanks) == 0) {
    el_deletestr(editor->line, (int)count - 1);
    el_deletestr(editor->line, 1); /* vi's `u` then adds one blank, not all of them */
    editor->room = 2 * needed;
  }
  free(blanks);
  el_cursor(editor->line, cursor - (int)length);
}

static int next_key(EditLine *line, wchar_t *key) {
  cle_editor *editor = owner(line);
  keep_cursor_in_text(line);
  keep_room(editor);
  uint32_t scalar = 0;
  int result = editor->callbacks.next_key(editor->callbacks.context, &scalar);
  *key = result == 1 ? (wchar_t)scalar : L'\0';
  return result;
}

static unsigned char run_command(EditLine *line, int32_t slot) {
  cle_editor *editor = owner(line);
  switch (editor->callbacks.on_command(editor->callbacks.context, slot)) {
  case CLE_NOTHING:
    return CC_NORM;
  case CLE_REFRESH:
    return CC_REFRESH;
  case CLE_REDRAW: /* not CC_REDISPLAY, which wipes rows above the prompt */
    el_set(line, EL_REFRESH);
    return CC_NORM;
  case CLE_BEEP:
    return CC_ERROR;
  case CLE_END_OF_INPUT:
    return CC_EOF;
  }
  return CC_ERROR;
}

/* libedit does not tell a command its own name, so each slot needs a function of its own. */
#define COMMAND(slot) \
  static unsigned char command_##slot(EditLine *line, int key) { (void)key; return run_command(line, slot); }
COMMAND(0) COMMAND(1) COMMAND(2) COMMAND(3) COMMAND(4) COMMAND(5) COMMAND(6) COMMAND(7) COMMAND(8) COMMAND(9)
COMMAND(10) COMMAND(11) COMMAND(12) COMMAND(13) COMMAND(14) COMMAND(15) COMMAND(16) COMMAND(17) COMMAND(18)
COMMAND(19) COMMAND(20) COMMAND(21) COMMAND(22) COMMAND(23)

typedef unsigned char (*command_function)(EditLine *, int);
static const command_function commands[CLE_COMMAND_SLOTS] = {
  command_0,  command_1,  command_2,  command_3,  command_4,  command_5,  command_6,
  command_7,  command_8,  command_9,  command_10, command_11, command_12, command_13,
  command_14, command_15, command_16, command_17, command_18, command_19, command_20,
  command_21, command_22, command_23,
};

/* ---- The editor ---- */

static wchar_t *wide_copy(const uint32_t *scalars, size_t count) {
  wchar_t *copy = malloc((count + 1) * sizeof *copy);
  if (copy == NULL) abort();
  if (count > 0) memcpy(copy, scalars, count * sizeof *copy);
  copy[count] = L'\0';
  return copy;
}

static wchar_t *wide_from_ascii(const char *text) {
  size_t count = strlen(text);
  wchar_t *copy = malloc((count + 1) * sizeof *copy);
  if (copy == NULL) abort();
  for (size_t i = 0; i <= count; i++) copy[i] = (wchar_t)(unsigned char)text[i];
  return copy;
}

static FILE *stream_on_copy(int descriptor, const char *mode) {
  int copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
  if (copy < 0) return NULL;
  FILE *stream = fdopen(copy, mode);
  if (stream == NULL) close(copy);
  return stream;
}

/*
 * In C because `nl_langinfo`'s constants are an enumeration behind macros, and because the pair of calls has to
 * be undone as one. Must come before `cle_open`: libedit looks at the locale once, and without UTF-8 it drops
 * every letter beyond ASCII. False leaves the "C" locale.
 */
bool cle_use_utf8_locale(void) {
  if (setlocale(LC_CTYPE, "") != NULL && strcmp(nl_langinfo(CODESET), "UTF-8") == 0) return true;
  if (setlocale(LC_CTYPE, "C.UTF-8") != NULL && strcmp(nl_langinfo(CODESET), "UTF-8") == 0) return true;
  setlocale(LC_CTYPE, "C");
  return false;
}

/*
 * `el_set` takes variable arguments. Own streams on copies of the descriptors: buffering of the program's own
 * standard streams then cannot mix with libedit's. The history attached stays empty: libedit's recall truncates a
 * long draft and its searches write out of bounds, so the caller's commands do both; but without any, its `vi`
 * commands call through a null pointer.
 */
cle_editor *cle_open(const char *program, int input, int output, cle_callbacks callbacks) {
  cle_editor *editor = calloc(1, sizeof *editor);
  if (editor == NULL) return NULL;
  editor->callbacks = callbacks;
  editor->input = stream_on_copy(input, "r");
  editor->output = stream_on_copy(output, "w");
  editor->errors = stream_on_copy(output, "w");
  editor->prompt = wide_copy(NULL, 0);
  editor->no_history = history_winit();
  if (editor->input != NULL && editor->output != NULL && editor->errors != NULL && editor->no_history != NULL)
    editor->line = el_init(program, editor->input, editor->output, editor->errors);
  if (editor->line == NULL) {
    cle_close(editor);
    return NULL;
  }
  el_set(editor->line, EL_CLIENTDATA, editor);
  el_set(editor->line, EL_SIGNAL, 0); /* its handler signals the whole process group */
  el_set(editor->line, EL_EDITOR, "emacs");
  el_wset(editor->line, EL_PROMPT, prompt_of);
  el_wset(editor->line, EL_HIST, history_w, editor->no_history);
  el_wset(editor->line, EL_GETCFN, next_key);
  keep_room(editor);
  el_set(editor->line, EL_SETTY, "-d", "-isig", "-ixon", NULL); /* ^C ^Z ^\ ^S are keys while editing */
  return editor;
}

/* In C because it frees what `cle_open` made; also what `cle_open` made by half. */
void cle_close(cle_editor *editor) {
  if (editor == NULL) return;
  if (editor->line != NULL) {
    el_set(editor->line, EL_EDITMODE, 0); /* or `el_end` throws away what was typed ahead */
    el_end(editor->line);
  }
  if (editor->no_history != NULL) history_wend(editor->no_history);
  if (editor->input != NULL) fclose(editor->input);
  if (editor->output != NULL) fclose(editor->output);
  if (editor->errors != NULL) fclose(editor->errors);
  free(editor->prompt);
  free(editor);
}

/* `el_wset` takes variable arguments, and libedit keeps both pointers: they are never freed. */
bool cle_add_command(cle_editor *editor, int32_t slot, const char *name, const char *meaning) {
  if (slot < 0 || slot >= CLE_COMMAND_SLOTS) return false;
  wchar_t *wide_name = wide_from_ascii(name), *wide_meaning = wide_from_ascii(meaning);
  return el_wset(editor->line, EL_ADDFN, wide_name, wide_meaning, commands[slot]) == 0;
}

/* `el_set` takes variable arguments. The alternate map is the one of vi's command mode. */
bool cle_bind(cle_editor *editor, const char *key, const char *command, bool in_alternate_map) {
  if (in_alternate_map) return el_set(editor->line, EL_BIND, "-a", key, command, NULL) == 0;
  return el_set(editor->line, EL_BIND, key, command, NULL) == 0;
}

static FILE *open_user_settings(void) {
  const char *named = secure_getenv("EDITRC");
  if (named != NULL) return fopen(named, "re");
  const char *home = secure_getenv("HOME");
  char *path = NULL;
  if (home == NULL || asprintf(&path, "%s/.editrc", home) < 0) return NULL;
  FILE *file = fopen(path, "re");
  free(path);
  return file;
}

/* Whether the words are `bind`, with or without a program's name before it, that names a command. */
static bool binds_command(int count, const char **words) {
  const char *colon = strchr(words[0], ':');
  if (count < 3 || strcmp(colon == NULL ? words[0] : colon + 1, "bind") != 0) return false;
  for (int place = 1; place < count - 2; place++)
    if (words[place][0] == '-' && strchr(words[place], 's') != NULL) return false; /* a text, not a command */
  return true;
}

static void obey_settings_line(cle_editor *editor, const char *line, const char *const *replaced, size_t count) {
  Tokenizer *tokenizer = tok_init(NULL);
  int words = 0;
  const char **texts = NULL;
  if (tokenizer != NULL && tok_str(tokenizer, line, &words, &texts) == 0 && words > 0) {
    if (binds_command(words, texts))
      for (size_t pair = 0; pair < count; pair++)
        if (strcmp(texts[words - 1], replaced[2 * pair]) == 0) {
          texts[words - 1] = replaced[2 * pair + 1];
          break;
        }
    el_parse(editor->line, words, texts);
  }
  if (tokenizer != NULL) tok_end(tokenizer);
}

/*
 * In C because `EditLine` and `Tokenizer` do not show in the header: $EDITRC, else ~/.editrc. Not `el_source`, which
 * would bind commands that read and write out of bounds; `replaced` holds pairs of such a name and another's.
 */
void cle_read_user_settings(cle_editor *editor, const char *const *replaced, size_t count) {
  FILE *file = open_user_settings();
  if (file == NULL) return;
  char *line = NULL;
  size_t room = 0;
  while (getline(&line, &room, file) >= 0) {
    const char *start = line + strspn(line, " \t");
    line[strcspn(line, "\n")] = '\0';
    if (*start != '\0' && *start != '#') obey_settings_line(editor, start, replaced, count);
  }
  free(line);
  fclose(file);
}

/* `el_get` takes variable arguments. */
bool cle_is_vi(cle_editor *editor) {
  const char *name = NULL;
  el_get(editor->line, EL_EDITOR, &name);
  return name != NULL && name[0] == 'v';
}

/* `el_get` takes variable arguments. False after `edit off` in the user's settings. */
bool cle_is_editing_on(cle_editor *editor) {
  int is_on = 0;
  el_get(editor->line, EL_EDITMODE, &is_on);
  return is_on != 0;
}

/* `el_wset` takes variable arguments; libedit asks for the prompt by callback, so its memory is kept here. */
void cle_set_prompt(cle_editor *editor, const uint32_t *scalars, size_t count, uint32_t literal_mark) {
  free(editor->prompt);
  editor->prompt = wide_copy(scalars, count);
  el_wset(editor->line, EL_PROMPT_ESC, prompt_of, (int)literal_mark);
}

/*
 * In C because of the types. Answers the number of scalars, -1 at the end of input. `*scalars` is libedit's own
 * buffer, dead after the next call on this editor.
 */
long cle_read(cle_editor *editor, const uint32_t **scalars) {
  int count = 0;
  atomic_store(&is_editing, true);
  const wchar_t *text = el_wgets(editor->line, &count);
  atomic_store(&is_editing, false);
  fflush(editor->output);
  if (text == NULL) return -1;
  *scalars = (const uint32_t *)text;
  return count;
}

/* In C because of the types. Answers the number of scalars; the pointer dies with the next change. */
size_t cle_line(cle_editor *editor, const uint32_t **scalars, size_t *cursor) {
  const LineInfoW *info = el_wline(editor->line);
  *scalars = (const uint32_t *)info->buffer;
  *cursor = (size_t)(info->cursor - info->buffer);
  return (size_t)(info->lastchar - info->buffer);
}

/* In C because of the types: `el_cursor` moves by a difference and answers the place. */
void cle_move_cursor(cle_editor *editor, size_t offset) {
  int now = el_cursor(editor->line, 0);
  el_cursor(editor->line, (int)offset - now);
}

/* In C because of the types. Not `el_deletestr1`, which deletes the wrong range. The cursor ends behind. */
bool cle_replace(cle_editor *editor, size_t from, size_t to, const uint32_t *scalars, size_t count) {
  const LineInfoW *info = el_wline(editor->line);
  size_t length = (size_t)(info->lastchar - info->buffer);
  if (from > to || to > length) return false;
  cle_move_cursor(editor, to);
  if (to > from) el_deletestr(editor->line, (int)(to - from));
  if (count == 0) return true;
  wchar_t *text = wide_copy(scalars, count);
  int result = el_winsertstr(editor->line, text);
  free(text);
  return result == 0;
}

/* In C because the stream is: what is written keeps its order with what libedit writes. */
void cle_write(cle_editor *editor, const char *bytes, size_t count) {
  fwrite(bytes, 1, count, editor->output);
  fflush(editor->output);
}

/*
 * Glibc's module does not show `wcwidth` to Swift, and only libedit's own measure tells where it has drawn: a
 * control character as ^X, another one without a picture as \U+ and its number.
 */
int cle_width_on_screen(uint32_t scalar) {
  if (scalar < 0x20 || scalar == 0x7F) return 2;
  int width = wcwidth((wchar_t)scalar);
  if (width >= 0) return width;
  return scalar > 0xFFFF ? 8 : 7;
}

/* In C because of the types: reads the terminal's size again. */
void cle_take_new_size(cle_editor *editor) { el_resize(editor->line); }

/* `el_set` takes variable arguments. */
void cle_set_raw_terminal(cle_editor *editor, bool raw) { el_set(editor->line, EL_PREP_TERM, raw ? 1 : 0); }

/* ---- Signals: a handler must touch nothing but lock-free atomics and `write`, which Swift cannot promise. ---- */

static atomic_uint interrupts;
static atomic_bool resized, resumed;
static atomic_int wake_descriptor = -1;

static void on_signal(int number) {
  int saved = errno;
  if (number == SIGINT) atomic_fetch_add(&interrupts, 1);
  if (number == SIGWINCH) atomic_store(&resized, true);
  if (number == SIGCONT) atomic_store(&resumed, true);
  int descriptor = atomic_load(&wake_descriptor);
  if (descriptor >= 0) {
    char byte = 0;
    ssize_t ignored = write(descriptor, &byte, 1);
    (void)ignored;
  }
  errno = saved;
}

static struct termios settings_before;
static bool has_settings_before;

/* Ends as it would without a handler, but leaves the terminal as it was found: with echo, without paste marks. */
static void on_ending(int number) {
  if (atomic_load(&is_editing) && has_settings_before && tcgetpgrp(STDIN_FILENO) == getpgrp()) {
    static const char paste_marks_off[] = "\033[?2004l\r\n";
    tcsetattr(STDIN_FILENO, TCSANOW, &settings_before);
    ssize_t ignored = write(STDOUT_FILENO, paste_marks_off, sizeof paste_marks_off - 1);
    (void)ignored;
  }
  raise(number);
}

/* A caller that asked for SIGINT to be ignored (nohup, a background job) is obeyed. */
static void install(int number, void (*handler)(int), int flags) {
  struct sigaction action, before;
  if (sigaction(number, NULL, &before) == 0 && before.sa_handler == SIG_IGN) return;
  memset(&action, 0, sizeof action);
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  action.sa_flags = flags;
  sigaction(number, &action, NULL);
}

/* Answers the pipe's end that becomes readable with each signal, or -1. To be called once. */
int cle_signals_install(void) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return -1;
  atomic_store(&wake_descriptor, ends[1]);
  has_settings_before = tcgetattr(STDIN_FILENO, &settings_before) == 0;
  install(SIGINT, on_signal, SA_RESTART);
  install(SIGWINCH, on_signal, SA_RESTART);
  install(SIGCONT, on_signal, SA_RESTART);
  install(SIGTERM, on_ending, SA_RESETHAND);
  install(SIGHUP, on_ending, SA_RESETHAND);
  return ends[0];
}

/* ---- Endings: what would end a run that waits for a server is noted, so that the server can be told first. ---- */

static atomic_int noted_ending;

static void on_noted_ending(int number) { atomic_store(&noted_ending, number); }

static const int endings[] = {SIGINT, SIGTERM, SIGHUP};

/* The first of them is noted and ends what waits (no SA_RESTART); a second one ends the process at once. */
void cle_note_endings(bool wanted) {
  for (size_t index = 0; index < sizeof endings / sizeof *endings; index++)
    install(endings[index], wanted ? on_noted_ending : SIG_DFL, wanted ? SA_RESETHAND : 0);
}

/* The signal, or 0. On any thread, lock-free. */
int cle_noted_ending(void) { return atomic_load_explicit(&noted_ending, memory_order_relaxed); }

/* Ends the process as the signal would have, so that whoever started it sees which. */
void cle_end_by(int number) {
  signal(number, SIG_DFL);
  raise(number);
}

/* On any thread, lock-free. */
bool cle_interrupt_is_pending(void) { return atomic_load_explicit(&interrupts, memory_order_relaxed) != 0; }

bool cle_take_interrupt(void) { return atomic_exchange(&interrupts, 0) != 0; }
bool cle_take_resize(void) { return atomic_exchange(&resized, false); }
bool cle_take_resume(void) { return atomic_exchange(&resumed, false); }
