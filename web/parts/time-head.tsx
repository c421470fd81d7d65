/** The heads of the two columns with which a table of logins begins. */
export function TimeAndUserHead({ hover }: { readonly hover?: string }) {
  return (
    <>
      <th scope="col" class="table__time">
        Time
      </th>
      <th scope="col" title={hover}>
        User
      </th>
    </>
  );
}
