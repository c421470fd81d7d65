-- The name without its domain, in one case: `marty` of `HILL\Marty` and of `marty@hill.example` (`bareName`). A person is looked up by it.
ALTER TABLE user ADD COLUMN bare TEXT NOT NULL DEFAULT '';
-- What stands behind the last \: all but what is left when every other character is taken from the end.
UPDATE user SET bare = replace(trim(folded), rtrim(trim(folded), replace(trim(folded), '\', '')), '');
UPDATE user SET bare = substr(bare, 1, instr(bare, '@') - 1) WHERE instr(bare, '@') > 1;
UPDATE user SET bare = trim(folded) WHERE bare = '';
CREATE INDEX user_by_bare ON user (bare);

-- The rejections of one user that nothing ties to a login: those of all are as many as a spray makes.
CREATE INDEX verdict_apart_by_user ON verdict (user, id) WHERE service = 'unattributed' AND user IS NOT NULL;
